package org.bailiwick.hsm;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.HexFormat;

/**
 * How a certificate authority's key signs: kind of key, hash, and the {@code AlgorithmIdentifier} that says so in a
 * certificate. A pair that is not safe has no constant, so it can be neither configured nor asked for.
 *
 * <p>RFC 5758 §3.2 (ECDSA), RFC 4055 §5 (PKCS#1 v1.5) and §3.1 (PSS; salt as long as the hash). A curve is used with
 * the hash of its own strength only.
 */
public enum SignatureScheme {
    /** ECDSA on P-256 with SHA-256. */
    ECDSA_P256_SHA256("secp256r1", "SHA256withECDSA", "300a06082a8648ce3d040302"),
    /** ECDSA on P-384 with SHA-384. */
    ECDSA_P384_SHA384("secp384r1", "SHA384withECDSA", "300a06082a8648ce3d040303"),
    /** ECDSA on P-521 with SHA-512. */
    ECDSA_P521_SHA512("secp521r1", "SHA512withECDSA", "300a06082a8648ce3d040304"),
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RSA_PKCS1_SHA256("", "SHA256withRSA", "300d06092a864886f70d01010b0500"),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RSA_PKCS1_SHA384("", "SHA384withRSA", "300d06092a864886f70d01010c0500"),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RSA_PKCS1_SHA512("", "SHA512withRSA", "300d06092a864886f70d01010d0500"),
    /** RSASSA-PSS with SHA-256 and 32 octets of salt. */
    RSA_PSS_SHA256(
            "",
            "RSASSA-PSS",
            "304106092a864886f70d01010a3034a00f300d06096086480165030402010500"
                    + "a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120"),
    /** RSASSA-PSS with SHA-384 and 48 octets of salt. */
    RSA_PSS_SHA384(
            "",
            "RSASSA-PSS",
            "304106092a864886f70d01010a3034a00f300d06096086480165030402020500"
                    + "a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130"),
    /** RSASSA-PSS with SHA-512 and 64 octets of salt. */
    RSA_PSS_SHA512(
            "",
            "RSASSA-PSS",
            "304106092a864886f70d01010a3034a00f300d06096086480165030402030500"
                    + "a11c301a06092a864886f70d010108300d06096086480165030402030500a203020140");

    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 4096;

    private final String curve;
    private final String jcaName;
    private final String algorithmIdentifier;

    SignatureScheme(String curve, String jcaName, String algorithmIdentifier) {
        this.curve = curve;
        this.jcaName = jcaName;
        this.algorithmIdentifier = algorithmIdentifier;
    }

    /** Whether RSA keys, of whatever length, sign by it. */
    public boolean isRsa() {
        return curve.isEmpty();
    }

    /** The DER {@code AlgorithmIdentifier} (RFC 5280 §4.1.1.2); a fresh array at each call. */
    public byte[] algorithmIdentifier() {
        return HexFormat.of().parseHex(algorithmIdentifier);
    }

    /**
     * The scheme a key signs with unless told otherwise: the curve's own hash, or PKCS#1 v1.5 with SHA-256.
     *
     * @throws IllegalArgumentException if a certificate authority must not sign with this key; the message says why
     */
    public static SignatureScheme forKey(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            RSA_PKCS1_SHA256.requireFits(key);
            return RSA_PKCS1_SHA256;
        }
        for (SignatureScheme scheme : values()) {
            if (key instanceof ECPublicKey ec && scheme.isOnCurve(ec)) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("A CA key must be RSA, or on the curve P-256, P-384 or P-521; this one is "
                + key.getAlgorithm() + (key instanceof ECPublicKey ? " on another curve." : "."));
    }

    /**
     * Checks that a key can be used with this scheme.
     *
     * @throws IllegalArgumentException if not; the message says why
     */
    public void requireFits(PublicKey key) {
        if (curve.isEmpty()) {
            requireStrong(key);
        } else if (!(key instanceof ECPublicKey ec && isOnCurve(ec))) {
            throw new IllegalArgumentException(this + " needs a key on the curve " + curve + ".");
        }
    }

    /**
     * A signature engine for this scheme, parameters set, to be initialised for signing or verifying.
     *
     * @param provider who computes
     * @throws GeneralSecurityException if that provider does not know the scheme
     */
    public Signature signature(Provider provider) throws GeneralSecurityException {
        return configured(Signature.getInstance(jcaName, provider));
    }

    /**
     * Whether a signature is right, computed by whatever the JVM itself has. A malformed one is wrong, not an error.
     *
     * @throws GeneralSecurityException if the JVM cannot use the scheme or the key
     */
    public boolean verifies(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        Signature engine = configured(Signature.getInstance(jcaName));
        engine.initVerify(key);
        engine.update(message);
        try {
            return engine.verify(signature);
        } catch (SignatureException malformed) {
            return false;
        }
    }

    private Signature configured(Signature engine) throws GeneralSecurityException {
        switch (this) {
            case RSA_PSS_SHA256 -> engine.setParameter(pss(MGF1ParameterSpec.SHA256, 32));
            case RSA_PSS_SHA384 -> engine.setParameter(pss(MGF1ParameterSpec.SHA384, 48));
            case RSA_PSS_SHA512 -> engine.setParameter(pss(MGF1ParameterSpec.SHA512, 64));
            default -> {
                // the name says all
            }
        }
        return engine;
    }

    private static PSSParameterSpec pss(MGF1ParameterSpec mask, int saltLength) {
        return new PSSParameterSpec(
                mask.getDigestAlgorithm(), "MGF1", mask, saltLength, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    private static void requireStrong(PublicKey key) {
        if (!(key instanceof RSAPublicKey rsa)) {
            throw new IllegalArgumentException(
                    "An RSA scheme needs an RSA key; this one is " + key.getAlgorithm() + ".");
        }
        int bits = rsa.getModulus().bitLength();
        if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
            throw new IllegalArgumentException(
                    "An RSA key of a CA must have 2048 to 4096 bits; this one has " + bits + ".");
        }
        if (rsa.getPublicExponent().compareTo(RSAKeyGenParameterSpec.F4) < 0
                || !rsa.getPublicExponent().testBit(0)) {
            throw new IllegalArgumentException(
                    "The public exponent of a CA's RSA key must be odd and at least 65537; this one is "
                            + rsa.getPublicExponent() + ".");
        }
    }

    /** Compares the parameters, not the field size: secp256k1 and brainpoolP256r1 have 256 bits too. */
    private boolean isOnCurve(ECPublicKey key) {
        if (curve.isEmpty()) {
            return false;
        }
        ECParameterSpec expected = parametersOf(curve);
        ECParameterSpec actual = key.getParams();
        return actual != null
                && actual.getCurve().getField().equals(expected.getCurve().getField())
                && actual.getCurve().getA().equals(expected.getCurve().getA())
                && actual.getCurve().getB().equals(expected.getCurve().getB())
                && actual.getGenerator().equals(expected.getGenerator())
                && actual.getOrder().equals(expected.getOrder())
                && actual.getCofactor() == expected.getCofactor();
    }

    private static ECParameterSpec parametersOf(String curve) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(curve));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime does not know the curve " + curve, e);
        }
    }
}
