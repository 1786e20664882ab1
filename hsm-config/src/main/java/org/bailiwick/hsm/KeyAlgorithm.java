package org.bailiwick.hsm;

import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** The kinds of key a ceremony generates. Weaker ones have no constant; Ed25519 is missing because SunPKCS11 lacks it. */
public enum KeyAlgorithm {
    /** Elliptic curve NIST P-256. */
    EC_P256("secp256r1", 256),
    /** Elliptic curve NIST P-384. */
    EC_P384("secp384r1", 384),
    /** Elliptic curve NIST P-521. */
    EC_P521("secp521r1", 521),
    /** RSA, modulus of 2048 bits, exponent 65537. */
    RSA_2048("", 2048),
    /** RSA, modulus of 3072 bits, exponent 65537. */
    RSA_3072("", 3072),
    /** RSA, modulus of 4096 bits, exponent 65537. */
    RSA_4096("", 4096);

    private final String curve;
    private final int bits;

    KeyAlgorithm(String curve, int bits) {
        this.curve = curve;
        this.bits = bits;
    }

    /** What {@code KeyPairGenerator} and {@code KeyFactory} call it: {@code EC} or {@code RSA}. */
    public String jcaName() {
        return curve.isEmpty() ? "RSA" : "EC";
    }

    /** How such a key signs unless told otherwise. */
    public SignatureScheme scheme() {
        return switch (this) {
            case EC_P256 -> SignatureScheme.ECDSA_P256_SHA256;
            case EC_P384 -> SignatureScheme.ECDSA_P384_SHA384;
            case EC_P521 -> SignatureScheme.ECDSA_P521_SHA512;
            case RSA_2048, RSA_3072, RSA_4096 -> SignatureScheme.RSA_PKCS1_SHA256;
        };
    }

    /** Whether such a key can sign by a scheme. */
    public boolean signsBy(SignatureScheme wanted) {
        return wanted == scheme() || (curve.isEmpty() && wanted.isRsa());
    }

    /** What {@code KeyPairGenerator.initialize} wants. */
    public AlgorithmParameterSpec parameters() {
        return curve.isEmpty()
                ? new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4)
                : new ECGenParameterSpec(curve);
    }
}
