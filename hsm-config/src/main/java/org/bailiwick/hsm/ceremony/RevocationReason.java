package org.bailiwick.hsm.ceremony;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Why a CA's certificate is revoked (RFC 5280 §5.3.1). Without {@code certificateHold} and {@code removeFromCRL}: what a root
 * revokes stays revoked; and without those for what a root does not issue.
 */
public enum RevocationReason {
    /** No reason given: the entry has none. */
    UNSPECIFIED("unspecified", 0),
    /** Somebody else may have the key. */
    KEY_COMPROMISE("keyCompromise", 1),
    /** Somebody else may have the key of a CA. */
    CA_COMPROMISE("cACompromise", 2),
    /** The name or another part of what it certifies has changed. */
    AFFILIATION_CHANGED("affiliationChanged", 3),
    /** Another certificate took its place. */
    SUPERSEDED("superseded", 4),
    /** It is no longer needed. */
    CESSATION_OF_OPERATION("cessationOfOperation", 5),
    /** It may no longer do what it says. */
    PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9);

    private final String text;
    private final int code;

    RevocationReason(String text, int code) {
        this.text = text;
        this.code = code;
    }

    /**
     * The reason with a name of RFC 5280.
     *
     * @throws IllegalArgumentException if there is none, or not here
     */
    public static RevocationReason named(String text) {
        return Arrays.stream(values())
                .filter(reason -> reason.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text
                        + "\" is no reason for which a CA is revoked: "
                        + Arrays.stream(values()).map(reason -> reason.text).collect(Collectors.joining(", ")) + "."));
    }

    /** CRLReason. */
    int code() {
        return code;
    }

    /** As RFC 5280 spells it. */
    @Override
    public String toString() {
        return text;
    }
}
