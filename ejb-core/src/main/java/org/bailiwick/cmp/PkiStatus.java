package org.bailiwick.cmp;

import java.util.Optional;

/** {@code PKIStatus} (RFC 9810 §5.2.3), in the order of their numbers, which begin with 0. */
public enum PkiStatus {
    /** What was asked for was given. */
    ACCEPTED("accepted"),
    /** Something like it was given; who asked must look what. */
    GRANTED_WITH_MODS("grantedWithMods"),
    /** Nothing was given; more is elsewhere in the message. */
    REJECTION("rejection"),
    /** The request is not worked on yet; poll. */
    WAITING("waiting"),
    /** A revocation is imminent. */
    REVOCATION_WARNING("revocationWarning"),
    /** A revocation happened. */
    REVOCATION_NOTIFICATION("revocationNotification"),
    /** The key was updated before. */
    KEY_UPDATE_WARNING("keyUpdateWarning");

    private static final PkiStatus[] BY_NUMBER = values();

    private final String rfcName;

    PkiStatus(String rfcName) {
        this.rfcName = rfcName;
    }

    /** The number in a message. */
    public int number() {
        return ordinal();
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    static Optional<PkiStatus> ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }
}
