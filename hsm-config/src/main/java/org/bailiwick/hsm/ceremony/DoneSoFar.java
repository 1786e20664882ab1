package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What a command did that cannot be taken back: to be told if it does not come to its end. */
final class DoneSoFar {

    private final List<String> acts = new ArrayList<>();

    /** @param act a clause, such as {@code the key "root" was made and is in the token} */
    void add(String act) {
        acts.add(act);
    }

    /**
     * What was done although the command failed, as a sentence with a space in front. Empty if nothing was, and nobody would
     * think so.
     */
    String sentence(Throwable failure) {
        if (!acts.isEmpty()) {
            return " This was done all the same: " + String.join("; ", acts) + ".";
        }
        return failure instanceof IOException || failure instanceof UncheckedIOException ? " Nothing was done." : "";
    }
}
