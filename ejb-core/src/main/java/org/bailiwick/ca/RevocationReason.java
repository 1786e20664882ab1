package org.bailiwick.ca;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/** Why a certificate is revoked (RFC 5280 §5.3.1 CRLReason); 7 is not used there. */
public enum RevocationReason {
    /** No reason given. */
    UNSPECIFIED(0, "unspecified", true),
    /** Somebody else has, or may have, the private key. */
    KEY_COMPROMISE(1, "keyCompromise", true),
    /** Somebody else has the CA's key: for certificates of CAs. */
    CA_COMPROMISE(2, "cACompromise", false),
    /** The names belong to another organization, or another part of it. */
    AFFILIATION_CHANGED(3, "affiliationChanged", true),
    /** Another certificate took its place. */
    SUPERSEDED(4, "superseded", true),
    /** What it was for is no more. */
    CESSATION_OF_OPERATION(5, "cessationOfOperation", true),
    /** Only until further notice; revocation here is for good. */
    CERTIFICATE_HOLD(6, "certificateHold", false),
    /** The end of a hold: for delta CRLs. */
    REMOVE_FROM_CRL(8, "removeFromCRL", false),
    /** The CA took a right away, which its subscriber does not say of himself. */
    PRIVILEGE_WITHDRAWN(9, "privilegeWithdrawn", false),
    /** For attribute certificates. */
    AA_COMPROMISE(10, "aACompromise", false);

    private final int code;
    private final String rfcName;
    private final boolean forSubscribers;

    RevocationReason(int code, String rfcName, boolean forSubscribers) {
        this.code = code;
        this.rfcName = rfcName;
        this.forSubscribers = forSubscribers;
    }

    /**
     * The reasons after which a key is not to be used again: somebody else has it or may have it. Who gives no reason may
     * mean that.
     */
    public static List<RevocationReason> ofLostKeys() {
        return List.of(UNSPECIFIED, KEY_COMPROMISE, CA_COMPROMISE, AA_COMPROMISE);
    }

    /** The number as in a CRL and in RFC 8555 §7.6. */
    public int code() {
        return code;
    }

    /** The name as RFC 5280 writes it. */
    public String rfcName() {
        return rfcName;
    }

    /**
     * The reason with a number that we stored.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RevocationReason ofCode(int code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no CRLReason of RFC 5280 §5.3.1: " + code));
    }

    /**
     * The reason that a subscriber gives (RFC 8555 §7.6).
     *
     * @throws AcmeException {@code badRevocationReason} if there is none of that number, or none for subscribers
     */
    public static RevocationReason ofSubscriber(BigInteger code) {
        return Arrays.stream(values())
                .filter(reason ->
                        reason.forSubscribers && BigInteger.valueOf(reason.code).equals(code))
                .findFirst()
                .orElseThrow(() -> new AcmeException(ProblemType.BAD_REVOCATION_REASON.problem(
                        "The reason %s cannot be given here; use one of %s, or leave it out."
                                .formatted(code, listed()))));
    }

    /**
     * The reason that an administrator gives: one for subscribers, or that a right was taken away.
     *
     * @param rfcName as RFC 5280 writes it
     * @return empty if there is none of that name, or none for him
     */
    public static Optional<RevocationReason> ofAdministrator(String rfcName) {
        return Arrays.stream(values())
                .filter(RevocationReason::forAdministrators)
                .filter(reason -> reason.rfcName.equals(rfcName))
                .findFirst();
    }

    /** The names of the reasons that an administrator may give. */
    public static List<String> ofAdministrators() {
        return Arrays.stream(values())
                .filter(RevocationReason::forAdministrators)
                .map(RevocationReason::rfcName)
                .toList();
    }

    private boolean forAdministrators() {
        return forSubscribers || this == PRIVILEGE_WITHDRAWN;
    }

    private static String listed() {
        return Arrays.stream(values())
                .filter(reason -> reason.forSubscribers)
                .map(reason -> "%d (%s)".formatted(reason.code, reason.rfcName))
                .collect(Collectors.joining(", "));
    }
}
