package org.bailiwick.cmp;

import java.util.List;
import java.util.Optional;

/**
 * {@code genp} (RFC 9810 §5.3.20). Immutable.
 */
public final class GeneralResponse implements CmpBody {

    private GeneralResponse() {}

    /** An answer that says nothing; {@code and…} adds to it. */
    public static GeneralResponse empty() {
        throw new UnsupportedOperationException();
    }

    /** And the certificates of the CAs above whoever is asked, the issuing one first; DER. None: an answer without a value. */
    public GeneralResponse andCaCertificates(List<byte[]> certificates) {
        throw new UnsupportedOperationException();
    }

    /**
     * And a root's new certificate.
     *
     * @param newWithNew DER
     * @param newWithOld the new key certified by the old one, DER
     * @param oldWithNew the old key certified by the new one, DER
     */
    public GeneralResponse andRootUpdate(byte[] newWithNew, Optional<byte[]> newWithOld, Optional<byte[]> oldWithNew) {
        throw new UnsupportedOperationException();
    }

    /** And CRLs, DER. None: an answer without a value, as nothing is newer. */
    public GeneralResponse andCrls(List<byte[]> crls) {
        throw new UnsupportedOperationException();
    }

    /** And the present CRL, DER, in the older way. */
    public GeneralResponse andCurrentCrl(byte[] crl) {
        throw new UnsupportedOperationException();
    }

    /** And that a question of this type has no answer (RFC 9483 §4.3): its type alone. */
    public GeneralResponse andNothingAbout(GeneralMessage.Question question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BodyKind kind() {
        return BodyKind.GENP;
    }

    /** What came as CA_CERTIFICATES, DER: to be believed no more than any other certificate. */
    public List<byte[]> caCertificates() {
        throw new UnsupportedOperationException();
    }

    /** What came as CRLS or CURRENT_CRL, DER, unverified. */
    public List<byte[]> crls() {
        throw new UnsupportedOperationException();
    }

    /** The first certificate of what came as ROOT_CA_KEY_UPDATE, DER, unverified. */
    public Optional<byte[]> newRoot() {
        throw new UnsupportedOperationException();
    }
}
