package org.bailiwick.eab.administration;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.bailiwick.eab.IssuedKey;

/**
 * What came of a file of keys.
 *
 * @param lines how many keys it describes
 * @param faults what is wrong with it; if anything is, no key was made
 * @param issued the keys that were made, in the file's order, with their secrets; empty after a dry run
 */
public record BulkResult(int lines, List<Fault> faults, List<IssuedKey> issued) {

    public BulkResult {
        faults = List.copyOf(faults);
        issued = List.copyOf(issued);
    }

    /**
     * What is wrong with a line.
     *
     * @param line its number in the file, from 1; the header is a line, too
     * @param sentence what is wrong
     */
    public record Fault(long line, String sentence) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;
    }
}
