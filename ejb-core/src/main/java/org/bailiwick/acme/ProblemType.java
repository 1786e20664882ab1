package org.bailiwick.acme;

/**
 * The error types of RFC 8555 §6.7, with those of RFC 9773 §7.4 and draft-ietf-acme-profiles, in the order of the
 * alphabet. The constant holds everything about a type that is not HTTP; the
 * status is the web tier's.
 */
public enum ProblemType {
    /** The request names an account that does not exist. */
    ACCOUNT_DOES_NOT_EXIST("accountDoesNotExist"),
    /** Another order replaces the certificate already (RFC 9773 §5). */
    ALREADY_REPLACED("alreadyReplaced"),
    /** The certificate was revoked before. */
    ALREADY_REVOKED("alreadyRevoked"),
    /** The CSR cannot be used. */
    BAD_CSR("badCSR"),
    /** The anti-replay nonce is unknown, used or too old; the client retries with the one in this answer. */
    BAD_NONCE("badNonce"),
    /** The JWS is signed by a public key that the server does not accept. */
    BAD_PUBLIC_KEY("badPublicKey"),
    /** The reason given for a revocation is not allowed. */
    BAD_REVOCATION_REASON("badRevocationReason"),
    /** The JWS algorithm is not supported; the problem lists those that are. */
    BAD_SIGNATURE_ALGORITHM("badSignatureAlgorithm"),
    /** A CAA record forbids issuance. */
    CAA("caa"),
    /** Several errors at once, one subproblem each. */
    COMPOUND("compound"),
    /** The validation target could not be reached. */
    CONNECTION("connection"),
    /** A DNS query failed during validation. */
    DNS("dns"),
    /** An external account binding is required and missing. */
    EXTERNAL_ACCOUNT_REQUIRED("externalAccountRequired"),
    /** The validation target answered something else than was expected. */
    INCORRECT_RESPONSE("incorrectResponse"),
    /** A contact URL is invalid. */
    INVALID_CONTACT("invalidContact"),
    /** The order asks for a profile that is not offered (draft-ietf-acme-profiles §5). */
    INVALID_PROFILE("invalidProfile"),
    /** The request cannot be understood. */
    MALFORMED("malformed"),
    /** finalize was asked for an order that is not ready (§7.4). */
    ORDER_NOT_READY("orderNotReady"),
    /** Too many requests; retry later. */
    RATE_LIMITED("rateLimited"),
    /** The server will not issue for this identifier. */
    REJECTED_IDENTIFIER("rejectedIdentifier"),
    /** Something went wrong on our side. */
    SERVER_INTERNAL("serverInternal"),
    /** TLS failed during validation. */
    TLS("tls"),
    /** The client may not do this. */
    UNAUTHORIZED("unauthorized"),
    /** A contact URL has a scheme that is not supported. */
    UNSUPPORTED_CONTACT("unsupportedContact"),
    /** The identifier type is not supported. */
    UNSUPPORTED_IDENTIFIER("unsupportedIdentifier"),
    /** The user must visit the "instance" URL and act there. */
    USER_ACTION_REQUIRED("userActionRequired");

    private static final String NAMESPACE = "urn:ietf:params:acme:error:";

    private final String rfcName;

    ProblemType(String rfcName) {
        this.rfcName = rfcName;
    }

    /** The name as the RFC writes it. */
    public String rfcName() {
        return rfcName;
    }

    /** The problem document's {@code type}. */
    public String urn() {
        return NAMESPACE + rfcName;
    }

    /**
     * The type of a problem document that we wrote.
     *
     * @param urn a {@code type} member
     * @throws IllegalArgumentException if it is none of these
     */
    public static ProblemType ofUrn(String urn) {
        for (ProblemType type : values()) {
            if (type.urn().equals(urn)) {
                return type;
            }
        }
        throw new IllegalArgumentException("not an ACME problem type: " + urn);
    }

    /** A problem of this type with a sentence for the person who reads it. */
    public Problem problem(String detail) {
        return Problem.of(this, detail);
    }
}
