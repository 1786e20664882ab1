package org.bailiwick.upstream;

/** How it stands with an upstream authority's access to its CA. */
public enum UpstreamState {
    /** It has a secret, and asks for its certificate by that. */
    ENROLLING("enrolling"),
    /** It has a certificate that is valid. */
    ENROLLED("enrolled"),
    /** Its certificate has ended before it was renewed; only a new secret helps. */
    EXPIRED("expired");

    private final String word;

    UpstreamState(String word) {
        this.word = word;
    }

    /** In lower case. */
    public String word() {
        return word;
    }
}
