package org.bailiwick.cmp;

import java.util.Optional;

/**
 * {@code ip}, {@code cp} or {@code kup} (RFC 9810 §5.3.4): what became of one request. A CA's {@code caPubs} are never read: whom
 * to trust is not for an answer to say. A certificate that is encrypted, or comes with a private key, is refused when it is read.
 *
 * <p>Immutable.
 */
public final class CertificateResponse implements CmpBody {

    private CertificateResponse() {}

    /**
     * A certificate.
     *
     * @param request the request's kind
     * @param requestId its {@code certReqId}; {@link Pkcs10Request#REQUEST_ID} for {@code p10cr}
     * @param certificate DER
     */
    public static CertificateResponse issued(BodyKind request, int requestId, byte[] certificate) {
        throw new UnsupportedOperationException();
    }

    /** No certificate: {@code rejection}, or {@code waiting}, after which the peer polls. */
    public static CertificateResponse without(BodyKind request, int requestId, StatusInfo status) {
        throw new UnsupportedOperationException();
    }

    /** IP, CP or KUP. */
    @Override
    public BodyKind kind() {
        throw new UnsupportedOperationException();
    }

    /** The request's {@code certReqId}. */
    public int requestId() {
        throw new UnsupportedOperationException();
    }

    public StatusInfo status() {
        throw new UnsupportedOperationException();
    }

    /** DER in a fresh array; there exactly if the status is {@code accepted} or {@code grantedWithMods}. */
    public Optional<byte[]> certificate() {
        throw new UnsupportedOperationException();
    }
}
