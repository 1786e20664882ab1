package org.bailiwick.cmp;

import java.util.Arrays;
import java.util.Optional;
import org.bailiwick.acme.ProblemType;

/**
 * {@code PKIFailureInfo} (RFC 9810 §5.2.3), in the order of the bits, which begin with 0; and how it is said in ACME, and ACME's
 * problems in it. {@code docs/ra-mode.md} has the same table.
 *
 * <p>What went wrong between the RA and the CA is nothing that an ACME client could mend: {@code serverInternal}.
 */
public enum FailureInfo {
    /** An algorithm is not known, or not taken. */
    BAD_ALG("badAlg", ProblemType.BAD_CSR),
    /** The protection is wrong. */
    BAD_MESSAGE_CHECK("badMessageCheck", ProblemType.SERVER_INTERNAL),
    /** This may not be asked here, or not now. */
    BAD_REQUEST("badRequest", ProblemType.SERVER_INTERNAL),
    /** The message's time is too far from the receiver's. */
    BAD_TIME("badTime", ProblemType.SERVER_INTERNAL),
    /** No certificate has that issuer and number, or that hash. */
    BAD_CERT_ID("badCertId", ProblemType.SERVER_INTERNAL),
    /** Octets that are not what they must be. */
    BAD_DATA_FORMAT("badDataFormat", ProblemType.SERVER_INTERNAL),
    /** The request is for another CA. */
    WRONG_AUTHORITY("wrongAuthority", ProblemType.SERVER_INTERNAL),
    /** Of notaries: the data are wrong. */
    INCORRECT_DATA("incorrectData", ProblemType.SERVER_INTERNAL),
    /** Of notaries: a time stamp is missing. */
    MISSING_TIME_STAMP("missingTimeStamp", ProblemType.SERVER_INTERNAL),
    /** Who asks has not shown that he has the private key. */
    BAD_POP("badPOP", ProblemType.BAD_CSR),
    /** The certificate was revoked before. */
    CERT_REVOKED("certRevoked", ProblemType.ALREADY_REVOKED),
    /** The certificate was confirmed before. */
    CERT_CONFIRMED("certConfirmed", ProblemType.SERVER_INTERNAL),
    /** Protected by a MAC where it must be a signature, or the other way round. */
    WRONG_INTEGRITY("wrongIntegrity", ProblemType.SERVER_INTERNAL),
    /** The nonce is not the one that was sent. */
    BAD_RECIPIENT_NONCE("badRecipientNonce", ProblemType.SERVER_INTERNAL),
    /** Of time stamping authorities: no time. */
    TIME_NOT_AVAILABLE("timeNotAvailable", ProblemType.SERVER_INTERNAL),
    /** A policy refuses the names. */
    UNACCEPTED_POLICY("unacceptedPolicy", ProblemType.REJECTED_IDENTIFIER),
    /** An extension is not granted. */
    UNACCEPTED_EXTENSION("unacceptedExtension", ProblemType.BAD_CSR),
    /** More information is not to be had. */
    ADD_INFO_NOT_AVAILABLE("addInfoNotAvailable", ProblemType.SERVER_INTERNAL),
    /** The sender's nonce is missing, too short or was used. */
    BAD_SENDER_NONCE("badSenderNonce", ProblemType.SERVER_INTERNAL),
    /** What the certificate is to have is wrong or missing. */
    BAD_CERT_TEMPLATE("badCertTemplate", ProblemType.BAD_CSR),
    /** The signer is not known or not trusted. */
    SIGNER_NOT_TRUSTED("signerNotTrusted", ProblemType.SERVER_INTERNAL),
    /** Another transaction has that number. */
    TRANSACTION_ID_IN_USE("transactionIdInUse", ProblemType.SERVER_INTERNAL),
    /** Another version of CMP. */
    UNSUPPORTED_VERSION("unsupportedVersion", ProblemType.SERVER_INTERNAL),
    /** Who asks may not have this. */
    NOT_AUTHORIZED("notAuthorized", ProblemType.UNAUTHORIZED),
    /** Not now; later perhaps. */
    SYSTEM_UNAVAIL("systemUnavail", ProblemType.SERVER_INTERNAL),
    /** Something failed on the CA's side. */
    SYSTEM_FAILURE("systemFailure", ProblemType.SERVER_INTERNAL),
    /** There is a certificate for this already. */
    DUPLICATE_CERT_REQ("duplicateCertReq", ProblemType.SERVER_INTERNAL);

    private final String rfcName;
    private final ProblemType problem;

    FailureInfo(String rfcName, ProblemType problem) {
        this.rfcName = rfcName;
        this.problem = problem;
    }

    /** The number of its bit. */
    public int bit() {
        return ordinal();
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

    static Optional<FailureInfo> ofBit(int bit) {
        return Arrays.stream(values()).filter(failure -> failure.bit() == bit).findFirst();
    }
}
