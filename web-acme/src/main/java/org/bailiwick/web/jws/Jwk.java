package org.bailiwick.web.jws;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.JwkCurve;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.json.StrictJson;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.Arrays;

/**
 * A public key as a JWK (RFC 7517): EC on P-256, P-384 or P-521, RSA, or Ed25519 (RFC 7518 §6, RFC 8037 §2). Its members
 * are complete, of the right size and canonical; whether they make a key is {@link #accountKey()}'s question, which costs
 * more and is asked after the nonce was checked.
 */
public final class Jwk {

    private static final String WHAT = "The JWK";

    /** RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2. */
    private static final List<String> PRIVATE_MEMBERS = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private static final int RSA_MINIMUM_BITS = 2048;
    private static final int RSA_MAXIMUM_BITS = 8192;
    private static final BigInteger RSA_MINIMUM_EXPONENT = BigInteger.valueOf(65537);
    private static final int RSA_MAXIMUM_EXPONENT_BITS = 32;
    private static final int ED25519_LENGTH = 32;

    private final SubjectPublicKeyInfo info;

    private Jwk(SubjectPublicKeyInfo info) {
        this.info = info;
    }

    /**
     * Reads a JWK; members that we do not know are ignored (RFC 7517 §4).
     *
     * @throws AcmeException {@code malformed} if it is no JWK or has a private member, {@code badPublicKey} if it is a
     *     key of a kind or size that we do not accept
     */
    public static Jwk parse(JsonObject jwk) {
        for (String name : PRIVATE_MEMBERS) {
            if (jwk.containsKey(name)) {
                throw new AcmeException(ProblemType.MALFORMED.problem(
                        "The JWK contains the PRIVATE key (\"%s\")! It has left the client and must be treated as compromised: replace it, and repair the client, which must send the public key only."
                                .formatted(name)));
            }
        }
        String kty = StrictJson.text(WHAT, jwk, "kty");
        return new Jwk(
                switch (kty) {
                    case "EC" -> ec(jwk);
                    case "RSA" -> rsa(jwk);
                    case "OKP" -> okp(jwk);
                    default ->
                        throw badPublicKey("Keys of type \"%s\" are not supported; use \"EC\", \"RSA\" or \"OKP\"."
                                .formatted(Problem.printable(kty)));
                });
    }

    /**
     * The key that an account wants to act with. This is the only way from a client's JWK to an {@link AccountKey}:
     * whatever is required of keys beyond being mathematically valid is to be asked here.
     *
     * @throws AcmeException {@code badPublicKey}
     */
    public AccountKey accountKey() {
        try {
            byte[] subjectPublicKeyInfo = info.getEncoded();
            KeyRequirements.ofAccountKeys().require(subjectPublicKeyInfo);
            return AccountKey.ofSubjectPublicKeyInfo(subjectPublicKeyInfo);
        } catch (IllegalArgumentException invalid) {
            throw badPublicKey("The key cannot be used: %s.".formatted(invalid.getMessage()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a SubjectPublicKeyInfo of our own making", impossible);
        }
    }

    /**
     * The key's thumbprint (RFC 7638). Nothing more is required of the key: an account may have one that would not be
     * accepted any more, and must be able to name it.
     *
     * @throws AcmeException {@code badPublicKey} if it is mathematically invalid
     */
    public JwkThumbprint thumbprint() {
        try {
            return AccountKey.ofSubjectPublicKeyInfo(info.getEncoded()).thumbprint();
        } catch (IllegalArgumentException invalid) {
            throw badPublicKey("The key cannot be used: %s.".formatted(invalid.getMessage()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a SubjectPublicKeyInfo of our own making", impossible);
        }
    }

    private static SubjectPublicKeyInfo ec(JsonObject jwk) {
        String crv = StrictJson.text(WHAT, jwk, "crv");
        JwkCurve curve = JwkCurve.ofCrv(crv)
                .orElseThrow(
                        () -> badPublicKey("The curve \"%s\" is not supported; use \"P-256\", \"P-384\" or \"P-521\"."
                                .formatted(Problem.printable(crv))));
        byte[] uncompressed = Arrays.concatenate(
                new byte[] {4},
                octets(jwk, "x", crv, curve.coordinateLength()),
                octets(jwk, "y", crv, curve.coordinateLength()));
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier(curve.oid())),
                uncompressed);
    }

    private static SubjectPublicKeyInfo rsa(JsonObject jwk) {
        BigInteger n = integer(jwk, "n");
        if (n.bitLength() < RSA_MINIMUM_BITS || n.bitLength() > RSA_MAXIMUM_BITS || !n.testBit(0)) {
            throw badPublicKey("The RSA modulus has %d bits; it must have %d to %d and be odd."
                    .formatted(n.bitLength(), RSA_MINIMUM_BITS, RSA_MAXIMUM_BITS));
        }
        BigInteger e = integer(jwk, "e");
        if (e.compareTo(RSA_MINIMUM_EXPONENT) < 0 || e.bitLength() > RSA_MAXIMUM_EXPONENT_BITS || !e.testBit(0)) {
            throw badPublicKey(
                    "The RSA exponent must be odd, at least %s and at most %d bits long; 65537 is the usual one."
                            .formatted(RSA_MINIMUM_EXPONENT, RSA_MAXIMUM_EXPONENT_BITS));
        }
        try {
            return new SubjectPublicKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    new RSAPublicKey(n, e));
        } catch (IOException impossible) {
            throw new UncheckedIOException("an RSAPublicKey of our own making", impossible);
        }
    }

    private static SubjectPublicKeyInfo okp(JsonObject jwk) {
        String crv = StrictJson.text(WHAT, jwk, "crv");
        if (!crv.equals("Ed25519")) {
            throw badPublicKey("Keys of type \"OKP\" are supported on \"Ed25519\" only, not \"%s\"."
                    .formatted(Problem.printable(crv)));
        }
        return new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), octets(jwk, "x", crv, ED25519_LENGTH));
    }

    /** RFC 7518 §6.2.1.2: a coordinate has its full length, so that one point has one JWK. */
    private static byte[] octets(JsonObject jwk, String name, String crv, int length) {
        byte[] octets = decode(jwk, name);
        if (octets.length != length) {
            throw badPublicKey("The JWK's \"%s\" has %d octets; on %s it has %d, leading zeros included."
                    .formatted(name, octets.length, crv, length));
        }
        return octets;
    }

    /** RFC 7518 §2, Base64urlUInt: as few octets as possible. */
    private static BigInteger integer(JsonObject jwk, String name) {
        byte[] octets = decode(jwk, name);
        if (octets.length == 0 || octets[0] == 0) {
            throw badPublicKey("The JWK's \"%s\" is empty or begins with a zero octet; RFC 7518 §6.3.1 wants none."
                    .formatted(name));
        }
        return new BigInteger(1, octets);
    }

    private static byte[] decode(JsonObject jwk, String name) {
        return Base64Url.decode("The JWK's \"%s\"".formatted(name), StrictJson.text(WHAT, jwk, name));
    }

    private static AcmeException badPublicKey(String sentence) {
        return new AcmeException(ProblemType.BAD_PUBLIC_KEY.problem(sentence));
    }
}
