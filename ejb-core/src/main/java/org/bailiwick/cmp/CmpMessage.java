package org.bailiwick.cmp;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A {@code PKIMessage} (RFC 9810 §5.1) that was read. It is DER to the last octet, has no more than what is said here, and its
 * body is one of {@link CmpBody}; who wrote it is not known before its protection was verified.
 *
 * <p>Immutable.
 */
public final class CmpMessage {

    /** In octets: an RA's request with its evidence. */
    public static final int MAXIMUM_REQUEST = 64 * 1024;

    /** In octets: an answer with chains, or a CRL of some thousand entries. */
    public static final int MAXIMUM_RESPONSE = 256 * 1024;

    /** Certificates beside the body. */
    public static final int MAXIMUM_EXTRA_CERTIFICATES = 10;

    private CmpMessage() {}

    /** By what kind of thing a message is protected. */
    public enum ProtectedBy {
        /** By nothing. */
        NOTHING,
        /** By a MAC of a shared secret. */
        MAC,
        /** By a signature. */
        SIGNATURE,
        /** By an algorithm that is not taken. */
        SOMETHING_ELSE
    }

    /**
     * Reads what a client sent. Answers, announcements and nested messages are {@link Unsupported} here.
     *
     * @throws CmpException {@code badDataFormat} if it is no PKIMessage in DER or larger than {@link #MAXIMUM_REQUEST}, {@code
     *     unsupportedVersion}, {@code badSenderNonce}, {@code badRequest} if it asks for more than one thing, {@code badPOP} if
     *     a CRMF request has no signature (raVerified among these), and whatever else its header or body deserves
     */
    public static CmpMessage parseRequest(byte[] der) throws CmpException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads what a CA answered. Requests, announcements and nested messages are {@link Unsupported} here.
     *
     * @throws CmpException likewise
     */
    public static CmpMessage parseResponse(byte[] der) throws CmpException {
        throw new UnsupportedOperationException();
    }

    public CmpHeader header() {
        throw new UnsupportedOperationException();
    }

    public CmpBody body() {
        throw new UnsupportedOperationException();
    }

    /** The whole message as it came, in a fresh array: what an RA signed is evidence. */
    public byte[] der() {
        throw new UnsupportedOperationException();
    }

    /** What it says that it is protected by; nothing was verified. */
    public ProtectedBy protectedBy() {
        throw new UnsupportedOperationException();
    }

    /**
     * {@code extraCerts} (RFC 9810 §5.1), DER, in their order, at most {@value #MAXIMUM_EXTRA_CERTIFICATES}. None of them is to
     * be trusted for being here.
     */
    public List<byte[]> extraCertificates() {
        throw new UnsupportedOperationException();
    }

    /**
     * The first of these, which is that of the signer (RFC 9483 §3.3), for a client that trusts whom its trust anchor vouches for: it
     * must validate the path before it gives this to {@link SignatureProtection#verify}. Empty if there is none, or if it
     * is no certificate.
     */
    public Optional<X509Certificate> signer() {
        throw new UnsupportedOperationException();
    }

    /**
     * An error message that nobody protects, for who sent nothing that can be answered with protection.
     *
     * @param header the answer's
     * @return DER of the {@code PKIMessage}
     */
    public static byte[] unprotected(CmpHeader header, ErrorMessage error) {
        throw new UnsupportedOperationException();
    }
}
