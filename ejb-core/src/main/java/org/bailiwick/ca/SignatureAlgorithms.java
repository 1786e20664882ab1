package org.bailiwick.ca;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.Map;
import java.util.Set;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * The signature algorithms that we believe, in requests and in our own certificates: ECDSA (RFC 5758), RSA with PKCS#1
 * v1.5 and PSS (RFC 4055), each with SHA-256, SHA-384 or SHA-512, and Ed25519 (RFC 8410).
 */
public final class SignatureAlgorithms {

    private static final DefaultAlgorithmNameFinder NAMES = new DefaultAlgorithmNameFinder();

    private static final String EC = "EC";
    private static final String RSA = "RSA";
    private static final String ED25519 = "Ed25519";

    private static final Map<ASN1ObjectIdentifier, String> KEY_ALGORITHMS = Map.of(
            X9ObjectIdentifiers.ecdsa_with_SHA256, EC,
            X9ObjectIdentifiers.ecdsa_with_SHA384, EC,
            X9ObjectIdentifiers.ecdsa_with_SHA512, EC,
            PKCSObjectIdentifiers.sha256WithRSAEncryption, RSA,
            PKCSObjectIdentifiers.sha384WithRSAEncryption, RSA,
            PKCSObjectIdentifiers.sha512WithRSAEncryption, RSA,
            PKCSObjectIdentifiers.id_RSASSA_PSS, RSA,
            EdECObjectIdentifiers.id_Ed25519, ED25519);

    private static final Set<ASN1ObjectIdentifier> HASHES =
            Set.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384, NISTObjectIdentifiers.id_sha512);

    private SignatureAlgorithms() {}

    /**
     * Demands an algorithm from the list that fits the key.
     *
     * @throws EncodingException for any other; RFC 8017 and RFC 5758 would allow SHA-1, we do not
     */
    public static void require(AlgorithmIdentifier algorithm, PublicKey key) throws EncodingException {
        if (!isSound(algorithm)) {
            throw new EncodingException(
                    "its signature algorithm is none of ECDSA, RSA (PKCS#1 v1.5 or PSS) with SHA-256, SHA-384 or SHA-512,"
                            + " and Ed25519");
        }
        if (!key.getAlgorithm().equals(KEY_ALGORITHMS.get(algorithm.getAlgorithm()))) {
            throw new EncodingException("its signature algorithm does not fit its key");
        }
    }

    /** Whether an algorithm is on the list, whatever the key. */
    public static boolean isSound(AlgorithmIdentifier algorithm) {
        String keyAlgorithm = KEY_ALGORITHMS.get(algorithm.getAlgorithm());
        return keyAlgorithm != null && hasSoundParameters(algorithm, keyAlgorithm);
    }

    /** What people call an algorithm, whether it is on the list or not; its object identifier if it has no name. */
    static String nameOf(AlgorithmIdentifier algorithm) {
        return NAMES.getAlgorithmName(algorithm);
    }

    /**
     * How a signer says that it signs.
     *
     * @throws IllegalArgumentException if that is no algorithm from the list, or does not fit its key
     */
    public static AlgorithmIdentifier of(CaSigner signer) {
        try {
            AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(
                    DistinguishedEncoding.read(signer.scheme().algorithmIdentifier()));
            require(algorithm, signer.publicKey());
            return algorithm;
        } catch (EncodingException unusable) {
            throw new IllegalArgumentException("the CA cannot sign: " + unusable.clause(), unusable);
        }
    }

    /**
     * Verifies a signature.
     *
     * @param algorithm one that {@link #require} passed
     * @return whether it is this key's signature over these octets; a malformed one is not
     */
    public static boolean verifies(PublicKey key, AlgorithmIdentifier algorithm, byte[] signed, byte[] signature) {
        try {
            ContentVerifier verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(key)
                    .get(algorithm);
            try (OutputStream octets = verifier.getOutputStream()) {
                octets.write(signed);
            }
            return verifier.verify(signature);
        } catch (OperatorCreationException | RuntimeOperatorException | IOException notASignature) {
            return false;
        }
    }

    private static boolean hasSoundParameters(AlgorithmIdentifier algorithm, String keyAlgorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return parameters != null && isSoundPss(RSASSAPSSparams.getInstance(parameters));
        }
        // RFC 4055 §5: NULL, and absent must be accepted; RFC 5758 §3.2 and RFC 8410 §3: absent.
        return parameters == null || (keyAlgorithm.equals(RSA) && DERNull.INSTANCE.equals(parameters));
    }

    /** RFC 4055 §3.1: one hash for the message and the mask. Its own defaults (SHA-1) are not on the list. */
    private static boolean isSoundPss(RSASSAPSSparams pss) {
        AlgorithmIdentifier mask = pss.getMaskGenAlgorithm();
        return HASHES.contains(pss.getHashAlgorithm().getAlgorithm())
                && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && mask.getParameters() != null
                && AlgorithmIdentifier.getInstance(mask.getParameters())
                        .getAlgorithm()
                        .equals(pss.getHashAlgorithm().getAlgorithm())
                && pss.getSaltLength().bitLength() <= 12
                && pss.getSaltLength().signum() >= 0
                && pss.getTrailerField().equals(BigInteger.ONE);
    }
}
