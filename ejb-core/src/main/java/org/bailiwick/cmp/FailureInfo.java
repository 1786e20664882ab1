package org.bailiwick.cmp;

import org.bailiwick.acme.ProblemType;

/**
 * {@code PKIFailureInfo} (RFC 9810 §5.2.3), in the order of the bits; and how it is said in ACME, and ACME's
 * problems in it. {@code docs/ra-mode.md} has the same table.
 *
 * <p>What went wrong between the RA and the CA is nothing that an ACME client could mend: {@code serverInternal}.
 */
public enum FailureInfo {
    /** An algorithm is not known, or not taken. */
    BAD_ALG(0, "badAlg", ProblemType.BAD_CSR),
    /** The protection is wrong. */
    BAD_MESSAGE_CHECK(1, "badMessageCheck", ProblemType.SERVER_INTERNAL),
    /** This may not be asked here, or not now. */
    BAD_REQUEST(2, "badRequest", ProblemType.SERVER_INTERNAL),
    /** The message's time is too far from the receiver's. */
    BAD_TIME(3, "badTime", ProblemType.SERVER_INTERNAL),
    /** No certificate has that issuer and number, or that hash. */
    BAD_CERT_ID(4, "badCertId", ProblemType.SERVER_INTERNAL),
    /** Octets that are not what they must be. */
    BAD_DATA_FORMAT(5, "badDataFormat", ProblemType.SERVER_INTERNAL),
    /** The request is for another CA. */
    WRONG_AUTHORITY(6, "wrongAuthority", ProblemType.SERVER_INTERNAL),
    /** Of notaries: the data are wrong. */
    INCORRECT_DATA(7, "incorrectData", ProblemType.SERVER_INTERNAL),
    /** Of notaries: a time stamp is missing. */
    MISSING_TIME_STAMP(8, "missingTimeStamp", ProblemType.SERVER_INTERNAL),
    /** Who asks has not shown that he has the private key. */
    BAD_POP(9, "badPOP", ProblemType.BAD_CSR),
    /** The certificate was revoked before. */
    CERT_REVOKED(10, "certRevoked", ProblemType.ALREADY_REVOKED),
    /** The certificate was confirmed before. */
    CERT_CONFIRMED(11, "certConfirmed", ProblemType.SERVER_INTERNAL),
    /** Protected by a MAC where it must be a signature, or the other way round. */
    WRONG_INTEGRITY(12, "wrongIntegrity", ProblemType.SERVER_INTERNAL),
    /** The nonce is not the one that was sent. */
    BAD_RECIPIENT_NONCE(13, "badRecipientNonce", ProblemType.SERVER_INTERNAL),
    /** Of time stamping authorities: no time. */
    TIME_NOT_AVAILABLE(14, "timeNotAvailable", ProblemType.SERVER_INTERNAL),
    /** A policy refuses the names. */
    UNACCEPTED_POLICY(15, "unacceptedPolicy", ProblemType.REJECTED_IDENTIFIER),
    /** An extension is not granted. */
    UNACCEPTED_EXTENSION(16, "unacceptedExtension", ProblemType.BAD_CSR),
    /** More information is not to be had. */
    ADD_INFO_NOT_AVAILABLE(17, "addInfoNotAvailable", ProblemType.SERVER_INTERNAL),
    /** The sender's nonce is missing, too short or was used. */
    BAD_SENDER_NONCE(18, "badSenderNonce", ProblemType.SERVER_INTERNAL),
    /** What the certificate is to have is wrong or missing. */
    BAD_CERT_TEMPLATE(19, "badCertTemplate", ProblemType.BAD_CSR),
    /** The signer is not known or not trusted. */
    SIGNER_NOT_TRUSTED(20, "signerNotTrusted", ProblemType.SERVER_INTERNAL),
    /** Another transaction has that number. */
    TRANSACTION_ID_IN_USE(21, "transactionIdInUse", ProblemType.SERVER_INTERNAL),
    /** Another version of CMP. */
    UNSUPPORTED_VERSION(22, "unsupportedVersion", ProblemType.SERVER_INTERNAL),
    /** Who asks may not have this. */
    NOT_AUTHORIZED(23, "notAuthorized", ProblemType.UNAUTHORIZED),
    /** Not now; later perhaps. */
    SYSTEM_UNAVAIL(24, "systemUnavail", ProblemType.SERVER_INTERNAL),
    /** Something failed on the CA's side. */
    SYSTEM_FAILURE(25, "systemFailure", ProblemType.SERVER_INTERNAL),
    /** There is a certificate for this already. */
    DUPLICATE_CERT_REQ(26, "duplicateCertReq", ProblemType.SERVER_INTERNAL);

    private final int bit;
    private final String rfcName;
    private final ProblemType problem;

    FailureInfo(int bit, String rfcName, ProblemType problem) {
        this.bit = bit;
        this.rfcName = rfcName;
        this.problem = problem;
    }

    /** The number of its bit. */
    public int bit() {
        return bit;
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    /** What an ACME client is told whose request an upstream CA refused for this. */
    public ProblemType problem() {
        return problem;
    }

    /**
     * Whether the same request may be granted later without anybody changing it: the CA is away or busy, or a clock or a nonce
     * was wrong. Everything else is an answer.
     */
    public boolean isPassing() {
        return switch (this) {
            case SYSTEM_UNAVAIL,
                    SYSTEM_FAILURE,
                    TIME_NOT_AVAILABLE,
                    BAD_TIME,
                    BAD_SENDER_NONCE,
                    BAD_RECIPIENT_NONCE,
                    TRANSACTION_ID_IN_USE -> true;
            default -> false;
        };
    }

    /** The failure that a problem is said by: how a CA refuses what an RA relays. */
    public static FailureInfo of(ProblemType problem) {
        return switch (problem) {
            case BAD_CSR, BAD_PUBLIC_KEY, INVALID_PROFILE, UNSUPPORTED_IDENTIFIER -> BAD_CERT_TEMPLATE;
            case BAD_SIGNATURE_ALGORITHM -> BAD_ALG;
            case REJECTED_IDENTIFIER, COMPOUND -> UNACCEPTED_POLICY;
            case ALREADY_REVOKED -> CERT_REVOKED;
            case ALREADY_REPLACED -> DUPLICATE_CERT_REQ;
            case BAD_NONCE -> BAD_SENDER_NONCE;
            case ACCOUNT_DOES_NOT_EXIST,
                    CAA,
                    CONNECTION,
                    DNS,
                    EXTERNAL_ACCOUNT_REQUIRED,
                    INCORRECT_RESPONSE,
                    TLS,
                    UNAUTHORIZED,
                    USER_ACTION_REQUIRED -> NOT_AUTHORIZED;
            case BAD_REVOCATION_REASON, INVALID_CONTACT, MALFORMED, ORDER_NOT_READY, UNSUPPORTED_CONTACT -> BAD_REQUEST;
            case RATE_LIMITED -> SYSTEM_UNAVAIL;
            case SERVER_INTERNAL -> SYSTEM_FAILURE;
        };
    }
}
