package org.bailiwick.cmp;

import java.util.Arrays;
import java.util.Optional;

/** {@code PKIStatus} (RFC 9810 §5.2.3). */
public enum PkiStatus {
    /** What was asked for was given. */
    ACCEPTED(0, "accepted"),
    /** Something like it was given; who asked must look what. */
    GRANTED_WITH_MODS(1, "grantedWithMods"),
    /** Nothing was given; more is elsewhere in the message. */
    REJECTION(2, "rejection"),
    /** The request is not worked on yet; poll. */
    WAITING(3, "waiting"),
    /** A revocation is imminent. */
    REVOCATION_WARNING(4, "revocationWarning"),
    /** A revocation happened. */
    REVOCATION_NOTIFICATION(5, "revocationNotification"),
    /** The key was updated before. */
    KEY_UPDATE_WARNING(6, "keyUpdateWarning");

    private final int number;
    private final String rfcName;

    PkiStatus(int number, String rfcName) {
        this.number = number;
        this.rfcName = rfcName;
    }

    /** The number in a message. */
    public int number() {
        return number;
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    static Optional<PkiStatus> ofNumber(int number) {
        return Arrays.stream(values()).filter(status -> status.number == number).findFirst();
    }
}
