package org.bailiwick.cmp;

/**
 * {@code certConf} (RFC 9810 §5.3.18) of one certificate. Immutable.
 */
public final class CertificateConfirmation implements CmpBody {

    private CertificateConfirmation() {}

    /**
     * A certificate is as it was asked for.
     *
     * @param certificate DER
     * @param requestId the {@code certReqId} that it came with
     */
    public static CertificateConfirmation accepting(byte[] certificate, int requestId) {
        throw new UnsupportedOperationException();
    }

    /**
     * A certificate is not what was asked for: the CA is to revoke it.
     *
     * @param certificate DER
     * @param requestId the {@code certReqId} that it came with
     * @param why a sentence
     */
    public static CertificateConfirmation rejecting(byte[] certificate, int requestId, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyKind kind() {
        return BodyKind.CERT_CONF;
    }

    public int requestId() {
        throw new UnsupportedOperationException();
    }

    /** {@code accepted} if it says nothing. */
    public StatusInfo status() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether it is about this certificate: its hash is that by the certificate's own signature algorithm, or by the one that is
     * named. A {@code certConf} of nothing, which rejects (RFC 9810 §5.3.18), is about every certificate of its transaction.
     *
     * @param certificate DER
     */
    public boolean isOf(byte[] certificate) {
        throw new UnsupportedOperationException();
    }
}
