package org.bailiwick.account;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JWS algorithms that accounts sign with (RFC 7518 §3.1, RFC 8037 §3.1). There is no constant for {@code none} nor
 * for a MAC (RFC 8555 §6.2), so no key can be used with one. Each kind of key has exactly one algorithm here.
 */
public enum JwsAlgorithm {
    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256", "SHA256withPLAIN-ECDSA"),
    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", "SHA384withPLAIN-ECDSA"),
    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", "SHA512withPLAIN-ECDSA"),
    /** Ed25519. */
    EDDSA("EdDSA", "Ed25519"),
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", "SHA256withRSA");

    private static final List<String> ALGS =
            Stream.of(values()).map(JwsAlgorithm::alg).toList();

    private final String alg;
    private final String jcaName;

    JwsAlgorithm(String alg, String jcaName) {
        this.alg = alg;
        this.jcaName = jcaName;
    }

    /** The algorithm of a JWS header's {@code alg}, if we support it. */
    public static Optional<JwsAlgorithm> ofAlg(String alg) {
        return Stream.of(values())
                .filter(algorithm -> algorithm.alg.equals(alg))
                .findFirst();
    }

    /** All that we support, as in {@code alg}: the {@code algorithms} of a problem document (RFC 8555 §6.2). */
    public static List<String> algs() {
        return ALGS;
    }

    /** The name as in a JWS header's {@code alg}. */
    public String alg() {
        return alg;
    }

    /** Bouncy Castle's where it is faster; for RSA it would test at each use whether the modulus is prime. */
    private Signature verifier() throws NoSuchAlgorithmException {
        return this == RS256
                ? Signature.getInstance(jcaName)
                : Signature.getInstance(jcaName, AccountKey.BOUNCY_CASTLE);
    }

    /**
     * Whether the signature is the key's over the input, by this algorithm. {@code false} as well when the key is of
     * another kind or the signature has not exactly the length that RFC 7518 §3.4, RFC 8032 §5.1.6 or RFC 8017 §8.2.2
     * give it.
     *
     * @param signingInput the octets of RFC 7515 §5.2 step 8
     * @param signature as on the wire, base64url removed: for ECDSA R and S one after the other, no DER
     */
    public boolean verify(AccountKey key, byte[] signingInput, byte[] signature) {
        if (key.algorithm() != this || signature.length != key.signatureLength()) {
            return false;
        }
        try {
            Signature verifier = verifier();
            verifier.initVerify(key.publicKey());
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (SignatureException outOfRange) {
            // ECDSA's R or S is not less than the order of the curve.
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("a checked account key does not work with " + jcaName, impossible);
        }
    }
}
