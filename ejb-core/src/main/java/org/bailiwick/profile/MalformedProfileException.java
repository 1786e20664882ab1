package org.bailiwick.profile;

import java.util.List;

/** A document that is not a profile. Says everything that is wrong with it, and where. */
public final class MalformedProfileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    MalformedProfileException(List<String> findings) {
        super(String.join(" ", findings));
        this.findings = List.copyOf(findings);
    }

    /** A sentence for each thing that is wrong, each with a JSON Pointer (RFC 6901) before it: {@code /keys/rsa: …}. */
    public List<String> findings() {
        return findings;
    }
}
