package org.bailiwick.cmp;

import java.security.PublicKey;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.hsm.CaSigner;

/**
 * {@code ir}, {@code cr} or {@code kur}: a request for one certificate in CRMF (RFC 4211). Its sender has the private key, which
 * the signature in it shows (§4.1); {@code raVerified} and keys that cannot sign are refused when it is read. Of the template, the
 * subject, the names, the key and the validity are taken; other extensions are read over, as those of a PKCS#10 request are.
 *
 * <p>Immutable.
 */
public final class CertificateRequest implements CmpBody {

    private CertificateRequest() {}

    /**
     * {@code ir} for a first certificate.
     *
     * @param subject the name asked for
     * @param key which signs the proof of possession
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static CertificateRequest initial(X500Principal subject, CaSigner key) {
        throw new UnsupportedOperationException();
    }

    /**
     * {@code kur} for another certificate.
     *
     * @param subject the name asked for: that of the old one
     * @param old the certificate that it is to replace
     * @param key the key of the new one, which may be the old one's
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static CertificateRequest update(X500Principal subject, CertificateName old, CaSigner key) {
        throw new UnsupportedOperationException();
    }

    /** IR, CR or KUR. */
    @Override
    public BodyKind kind() {
        throw new UnsupportedOperationException();
    }

    /** {@code certReqId}, which the answer repeats; 0 with most (RFC 9483 §4.1.1). */
    public int requestId() {
        throw new UnsupportedOperationException();
    }

    /** The subject asked for; the empty name if there is none. */
    public X500Principal subject() {
        throw new UnsupportedOperationException();
    }

    /** The certificate that is to be replaced ({@code oldCertId}); only in {@code kur}, and there sometimes missing. */
    public Optional<CertificateName> oldCertificate() {
        throw new UnsupportedOperationException();
    }

    /** The validity asked for. */
    public RequestedValidity validity() {
        throw new UnsupportedOperationException();
    }

    /**
     * The key to be certified, for who decides about the names alone.
     *
     * @throws CmpException {@code badCertTemplate} if it is not acceptable, {@code badAlg} if the proof's algorithm is not, {@code
     *     badPOP} if the proof is not by this key
     */
    public PublicKey provenKey(KeyRequirements keys) throws CmpException {
        throw new UnsupportedOperationException();
    }

    /**
     * What a PKCS#10 request would have said: key and names, at least one.
     *
     * @throws CmpException as {@link #provenKey}, and {@code badCertTemplate} if there is no name or one of a kind that is not issued
     */
    public CertificationRequest certification(KeyRequirements keys) throws CmpException {
        throw new UnsupportedOperationException();
    }
}
