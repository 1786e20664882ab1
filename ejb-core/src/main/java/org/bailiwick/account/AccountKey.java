package org.bailiwick.account;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.hash.Sha256;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/**
 * An account's public key (RFC 8555 §6.2): EC on a {@link JwkCurve}, RSA, or Ed25519; a point is on its curve. How strong
 * a key must be to open an account is not asked here, so that a key from the database stays readable when the rules
 * become stricter. Equal keys have the same thumbprint.
 */
public final class AccountKey {

    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** RFC 3279 §2.3.1: with NULL. */
    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    /** RFC 8410 §3: without parameters. */
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    private static final int ED25519_SIGNATURE_LENGTH = 64;

    private final PublicKey publicKey;
    private final JwsAlgorithm algorithm;
    private final int signatureLength;
    private final JwkThumbprint thumbprint;

    private AccountKey(PublicKey publicKey, JwsAlgorithm algorithm, int signatureLength, String requiredMembers) {
        this.publicKey = publicKey;
        this.algorithm = algorithm;
        this.signatureLength = signatureLength;
        this.thumbprint = new JwkThumbprint(base64url(Sha256.of(requiredMembers.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Reads a key as X.509 writes it (RFC 5280 §4.1.2.7), and as the database keeps it.
     *
     * @param der a SubjectPublicKeyInfo in DER
     * @throws IllegalArgumentException with a reason that completes the sentence "The key cannot be used: …", if it is
     *     none, of a kind that no algorithm here fits, or mathematically invalid
     */
    public static AccountKey ofSubjectPublicKeyInfo(byte[] der) {
        SubjectPublicKeyInfo info = parse(der);
        AlgorithmIdentifier type = info.getAlgorithm();
        if (type.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ofEc(curve(type.getParameters()), der);
        }
        if (type.equals(RSA)) {
            return ofRsa(der);
        }
        if (type.equals(ED25519)) {
            return ofEd25519(der);
        }
        throw new IllegalArgumentException("it is neither EC, RSA nor Ed25519");
    }

    /** The key's SHA-256 thumbprint (RFC 7638): what identifies it. */
    public JwkThumbprint thumbprint() {
        return thumbprint;
    }

    /** The key in DER (RFC 5280 §4.1.2.7); EC points are uncompressed. The array is the caller's. */
    public byte[] subjectPublicKeyInfo() {
        return publicKey.getEncoded();
    }

    /** The key for JCA; always the same object. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The one algorithm that a JWS of this key must name. */
    public JwsAlgorithm algorithm() {
        return algorithm;
    }

    /** The octets that each signature of this key has. */
    public int signatureLength() {
        return signatureLength;
    }

    /**
     * Demands of an RSA modulus that it is no prime: then everybody could sign. Costs 5 ms for 2048 bits, 180 for 8192, so
     * this is asked once, of a key that has proven itself by a signature.
     *
     * @throws AcmeException {@code badPublicKey}
     */
    void requireComposite() {
        if (publicKey instanceof RSAPublicKey rsa && rsa.getModulus().isProbablePrime(1)) {
            throw new AcmeException(ProblemType.BAD_PUBLIC_KEY.problem(
                    "The key cannot be used: its modulus is a prime, not the product of two."));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccountKey key && key.thumbprint.equals(thumbprint);
    }

    @Override
    public int hashCode() {
        return thumbprint.hashCode();
    }

    @Override
    public String toString() {
        return "AccountKey[" + algorithm.alg() + " " + thumbprint.value() + "]";
    }

    private static AccountKey ofEc(JwkCurve curve, byte[] der) {
        ECPublicKey key = (ECPublicKey) decode(bouncyCastle("EC"), der, "its point is not on the curve " + curve.crv());
        int length = curve.coordinateLength();
        return new AccountKey(
                key,
                curve.algorithm(),
                2 * length,
                "{\"crv\":\"%s\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(
                                curve.crv(),
                                base64url(BigIntegers.asUnsignedByteArray(
                                        length, key.getW().getAffineX())),
                                base64url(BigIntegers.asUnsignedByteArray(
                                        length, key.getW().getAffineY()))));
    }

    private static AccountKey ofRsa(byte[] der) {
        // The platform's own: Bouncy Castle would test whether the modulus is prime, before any signature was looked
        // at.
        RSAPublicKey key = (RSAPublicKey) decode(platform("RSA"), der, "its RSA numbers are none of a key");
        byte[] modulus = BigIntegers.asUnsignedByteArray(key.getModulus());
        return new AccountKey(
                key,
                JwsAlgorithm.RS256,
                modulus.length,
                "{\"e\":\"%s\",\"kty\":\"RSA\",\"n\":\"%s\"}"
                        .formatted(
                                base64url(BigIntegers.asUnsignedByteArray(key.getPublicExponent())),
                                base64url(modulus)));
    }

    private static AccountKey ofEd25519(byte[] der) {
        String reason = "its point is not a valid one of Ed25519";
        EdDSAPublicKey key = (EdDSAPublicKey) decode(bouncyCastle("Ed25519"), der, reason);
        byte[] point = key.getPointEncoding();
        // Decoding accepts points of small order, for which one signature fits every message.
        if (!Ed25519.validatePublicKeyFull(point, 0)) {
            throw new IllegalArgumentException(reason);
        }
        return new AccountKey(
                key,
                JwsAlgorithm.EDDSA,
                ED25519_SIGNATURE_LENGTH,
                "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(base64url(point)));
    }

    private static SubjectPublicKeyInfo parse(byte[] der) {
        try {
            return SubjectPublicKeyInfo.getInstance(der);
        } catch (IllegalArgumentException notOne) {
            throw new IllegalArgumentException("it is no SubjectPublicKeyInfo", notOne);
        }
    }

    private static JwkCurve curve(@Nullable ASN1Encodable parameters) {
        if (parameters instanceof ASN1ObjectIdentifier oid) {
            return JwkCurve.ofOid(oid.getId())
                    .orElseThrow(() -> new IllegalArgumentException("its curve is none of P-256, P-384, P-521"));
        }
        throw new IllegalArgumentException("its curve has no name");
    }

    private static PublicKey decode(KeyFactory factory, byte[] der, String reason) {
        try {
            return factory.generatePublic(new X509EncodedKeySpec(der));
        } catch (InvalidKeySpecException invalid) {
            throw new IllegalArgumentException(reason, invalid);
        }
    }

    private static KeyFactory bouncyCastle(String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm, BOUNCY_CASTLE);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Bouncy Castle has no " + algorithm, impossible);
        }
    }

    private static KeyFactory platform(String algorithm) {
        try {
            return KeyFactory.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("a Java platform without " + algorithm, impossible);
        }
    }

    private static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
