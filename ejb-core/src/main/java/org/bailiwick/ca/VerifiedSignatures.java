package org.bailiwick.ca;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.hash.Sha256;

/**
 * Who has signed which certificate. The same few chains are read over and over, and their signatures are most of what that
 * costs; one that was verified stays verified, whatever else becomes of the certificate.
 */
final class VerifiedSignatures {

    /** Some two megabytes. When there are more all are forgotten: those that are in use are soon verified again. */
    private static final int MOST = 10_000;

    /** Hashes of a certificate and of the key that has signed it. */
    private static final Set<String> VERIFIED = ConcurrentHashMap.newKeySet();

    private VerifiedSignatures() {}

    /**
     * Demands that the key of a certificate has signed another.
     *
     * @throws GeneralSecurityException if it has not, or one of them cannot be used
     */
    static void require(X509Certificate certificate, X509Certificate issuer) throws GeneralSecurityException {
        PublicKey key = issuer.getPublicKey();
        if (key == null) {
            throw new InvalidKeyException("it is of a kind that is not known here");
        }
        String both = Sha256.hexadecimal(CertificateChain.encoded(certificate)) + Sha256.hexadecimal(key.getEncoded());
        if (VERIFIED.contains(both)) {
            return;
        }
        certificate.verify(key, BouncyCastle.PROVIDER);
        if (VERIFIED.size() >= MOST) {
            VERIFIED.clear();
        }
        VERIFIED.add(both);
    }

    /** Whether it has. */
    static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        try {
            require(certificate, issuer);
            return true;
        } catch (GeneralSecurityException notIt) {
            return false;
        }
    }
}
