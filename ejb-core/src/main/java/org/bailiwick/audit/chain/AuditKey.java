package org.bailiwick.audit.chain;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * The public half of the key that signs checkpoints. Whoever verifies gets it from the key ceremony, not from the server
 * that is to be checked.
 *
 * @param key RSA, or on a curve of NIST
 */
public record AuditKey(PublicKey key) {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    /**
     * Reads a key.
     *
     * @param pem {@code PUBLIC KEY}, or a {@code CERTIFICATE} whose key is taken (RFC 7468)
     * @throws IllegalArgumentException if there is none; the message says so
     */
    public static AuditKey parse(String pem) {
        try {
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                return new AuditKey(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                        .getPublicKey());
            }
            return new AuditKey(publicKey(Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end))));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new IllegalArgumentException("There is no public key and no certificate in it, as PEM.", unreadable);
        }
    }

    private static PublicKey publicKey(byte[] subjectPublicKeyInfo) throws GeneralSecurityException {
        X509EncodedKeySpec encoded = new X509EncodedKeySpec(subjectPublicKeyInfo);
        try {
            return KeyFactory.getInstance("EC").generatePublic(encoded);
        } catch (InvalidKeySpecException another) {
            return KeyFactory.getInstance("RSA").generatePublic(encoded);
        }
    }

    /** What a checkpoint calls this key: the SHA-256 of its DER SubjectPublicKeyInfo. */
    public ChainHash id() {
        return ChainHash.of(key.getEncoded());
    }

    /** Whether this key made a signature; a malformed one is wrong, not an error. */
    boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature engine = Signature.getInstance(algorithm());
            engine.initVerify(key);
            engine.update(signed);
            return engine.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("This Java runtime cannot use the key.", unusable);
        }
    }

    /** As the server signs: a curve with the hash of its own strength, RSA with PKCS#1 v1.5 and SHA-256. */
    private String algorithm() {
        if (key instanceof RSAPublicKey) {
            return "SHA256withRSA";
        }
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
        }
        throw new IllegalArgumentException("An audit key is RSA or on a NIST curve; this one is neither.");
    }
}
