package org.bailiwick.ca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code SubjectPublicKeyInfo} (RFC 5280 §4.1.2.7) of a kind that we certify, in the one encoding that we accept
 * for it: RSA (RFC 3279 §2.3.1), EC on a named curve with an uncompressed point (RFC 5480 §2), Ed25519 (RFC 8410).
 */
final class SubjectPublicKey {

    private static final int RSA_MINIMUM_BITS = 2048;

    /** NIST SP 800-89 §5.3.3: odd, 65537 to 2²⁵⁶. */
    private static final int EXPONENT_MAXIMUM_BITS = 256;

    private static final Map<ASN1ObjectIdentifier, ECCurve> CURVES = Map.of(
            X9ObjectIdentifiers.prime256v1, curve(X9ObjectIdentifiers.prime256v1),
            SECObjectIdentifiers.secp384r1, curve(SECObjectIdentifiers.secp384r1),
            SECObjectIdentifiers.secp521r1, curve(SECObjectIdentifiers.secp521r1));

    private static final byte UNCOMPRESSED = 4;

    private SubjectPublicKey() {}

    /**
     * Reads a key.
     *
     * @param subjectPublicKeyInfo DER
     * @param rsaMaximumBits the largest RSA modulus, in bits
     * @throws EncodingException if the key is of another kind, encoded otherwise, or weak
     */
    static PublicKey read(byte[] subjectPublicKeyInfo, int rsaMaximumBits) throws EncodingException {
        ASN1Sequence info = ASN1Sequence.getInstance(DistinguishedEncoding.read(subjectPublicKeyInfo));
        if (info.size() != 2) {
            throw new EncodingException("it is not a SubjectPublicKeyInfo");
        }
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(info.getObjectAt(0));
        ASN1BitString bits = ASN1BitString.getInstance(info.getObjectAt(1));
        if (bits.getPadBits() != 0) {
            throw new EncodingException("its bits do not fill octets");
        }
        byte[] octets = bits.getOctets();
        ASN1ObjectIdentifier kind = algorithm.getAlgorithm();
        if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return rsa(algorithm.getParameters(), octets, rsaMaximumBits);
        }
        if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return ellipticCurve(algorithm.getParameters(), octets, subjectPublicKeyInfo);
        }
        if (kind.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return ed25519(algorithm.getParameters(), octets, subjectPublicKeyInfo);
        }
        throw new EncodingException("it is none of RSA, EC (P-256, P-384, P-521) and Ed25519");
    }

    private static PublicKey rsa(@Nullable ASN1Encodable parameters, byte[] octets, int maximumBits)
            throws EncodingException {
        if (!DERNull.INSTANCE.equals(parameters)) {
            throw new EncodingException("its RSA parameters are not NULL (RFC 3279 §2.3.1)");
        }
        ASN1Sequence key = ASN1Sequence.getInstance(DistinguishedEncoding.read(octets));
        if (key.size() != 2) {
            throw new EncodingException("it is not an RSAPublicKey");
        }
        BigInteger modulus = ASN1Integer.getInstance(key.getObjectAt(0)).getValue();
        BigInteger exponent = ASN1Integer.getInstance(key.getObjectAt(1)).getValue();
        requireSize(modulus, maximumBits);
        if (exponent.compareTo(BigInteger.valueOf(65537)) < 0
                || exponent.bitLength() > EXPONENT_MAXIMUM_BITS
                || !exponent.testBit(0)) {
            throw new EncodingException("its RSA exponent is not an odd number from 65537 to 2^256; use 65537");
        }
        String weakness = RsaModulus.weakness(modulus);
        if (weakness != null) {
            throw new EncodingException(weakness);
        }
        try {
            // The platform's own: Bouncy Castle would test here whether the modulus is prime, for 4 to 180 ms.
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (InvalidKeySpecException refused) {
            throw new EncodingException("its RSA exponent is too large for its modulus; use 65537", refused);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has RSA", impossible);
        }
    }

    private static void requireSize(BigInteger modulus, int maximumBits) throws EncodingException {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0) {
            throw new EncodingException("its RSA modulus is not positive");
        }
        if (bits < RSA_MINIMUM_BITS || bits > maximumBits || bits % 8 != 0) {
            throw new EncodingException("its RSA modulus has %d bits; %d to %d in steps of 8 are accepted"
                    .formatted(bits, RSA_MINIMUM_BITS, maximumBits));
        }
    }

    private static PublicKey ellipticCurve(@Nullable ASN1Encodable parameters, byte[] octets, byte[] info)
            throws EncodingException {
        if (!(parameters instanceof ASN1ObjectIdentifier name)) {
            throw new EncodingException("its curve is not given by name (RFC 5480 §2.1.1)");
        }
        ECCurve curve = CURVES.get(name);
        if (curve == null) {
            throw new EncodingException("its curve is none of P-256, P-384 and P-521");
        }
        // Infinity is one octet, a compressed point half as long: neither has this form.
        if (octets.length != 1 + 2 * ((curve.getFieldSize() + 7) / 8) || octets[0] != UNCOMPRESSED) {
            throw new EncodingException("its point is not in uncompressed form (RFC 5480 §2.2)");
        }
        try {
            curve.decodePoint(octets);
        } catch (IllegalArgumentException notOnCurve) {
            throw new EncodingException("its point is not on its curve", notOnCurve);
        }
        return decode("EC", info);
    }

    private static PublicKey ed25519(@Nullable ASN1Encodable parameters, byte[] octets, byte[] info)
            throws EncodingException {
        if (parameters != null) {
            throw new EncodingException("Ed25519 has no parameters (RFC 8410 §3)");
        }
        if (octets.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(octets, 0)) {
            throw new EncodingException("its point is not a sound one of Ed25519");
        }
        return decode("Ed25519", info);
    }

    private static PublicKey decode(String algorithm, byte[] info) throws EncodingException {
        try {
            return KeyFactory.getInstance(algorithm, BouncyCastle.PROVIDER)
                    .generatePublic(new X509EncodedKeySpec(info));
        } catch (InvalidKeySpecException invalid) {
            throw new EncodingException("it cannot be read", invalid);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Bouncy Castle has " + algorithm, impossible);
        }
    }

    private static ECCurve curve(ASN1ObjectIdentifier name) {
        return CustomNamedCurves.getByOID(name).getCurve();
    }
}
