package org.bailiwick.admin;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate must be, whoever issued it, so that its owner can come in by it (RFC 5280 §4.2.1, RFC 8446 §4.4.2.3).
 * TLS would refuse most of what is refused here; but only when it is used, and without a word that its owner sees.
 */
final class ClientCertificateChecks {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /** Hashes with known collisions, as names of signature algorithms and of hashes begin. */
    private static final Pattern BROKEN_HASH = Pattern.compile("(MD[245]|SHA-?1)(?![0-9]).*");

    private static final String PSS = "RSASSA-PSS";
    private static final String HASH_OF_PSS_BY_DEFAULT = "SHA-1";

    private static final int RSA_MINIMUM_BITS = 2048;

    private ClientCertificateChecks() {}

    /**
     * Demands all of it.
     *
     * @throws AdminException {@code INVALID} with the first that is wrong
     */
    static void require(X509Certificate certificate) {
        if (isOfCa(certificate)) {
            throw AdminException.invalid(
                    "This is a CA's certificate; register those of the people and programs that are to come in.");
        }
        if (!permitsClientAuthentication(certificate)) {
            throw AdminException.invalid(
                    "This certificate is not for TLS clients: its extended key usage must have"
                            + " clientAuth, and its key usage digitalSignature, if it has them. A server's certificate is none.");
        }
        if (BROKEN_HASH.matcher(signatureHash(certificate)).matches()) {
            throw AdminException.invalid(
                    "This certificate is signed with MD5 or SHA-1, which can be forged; it must be SHA-256 or better.");
        }
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_MINIMUM_BITS) {
            throw AdminException.invalid("This certificate's RSA key has %d bits; it must have %d at least."
                    .formatted(rsa.getModulus().bitLength(), RSA_MINIMUM_BITS));
        }
    }

    /** Whether it is a CA's, whose key signs certificates and lets nobody in. */
    static boolean isOfCa(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0;
    }

    private static boolean permitsClientAuthentication(X509Certificate certificate) {
        boolean @Nullable [] usage = certificate.getKeyUsage();
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return (usage == null || usage[DIGITAL_SIGNATURE])
                    && (purposes == null || purposes.contains(CLIENT_AUTHENTICATION) || purposes.contains(ANY_PURPOSE));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    /** A text that begins with the hash: mostly the algorithm's name does; PSS has it in its parameters (RFC 4055 §3.1). */
    private static String signatureHash(X509Certificate certificate) {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!algorithm.equals(PSS)) {
            return algorithm;
        }
        byte @Nullable [] parameters = certificate.getSigAlgParams();
        if (parameters == null) {
            return HASH_OF_PSS_BY_DEFAULT;
        }
        try {
            AlgorithmParameters pss = AlgorithmParameters.getInstance(PSS);
            pss.init(parameters);
            return pss.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException unreadable) {
            return HASH_OF_PSS_BY_DEFAULT;
        }
    }
}
