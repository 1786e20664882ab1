package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.bailiwick.account.JwsAlgorithm;
import org.bouncycastle.util.BigIntegers;

/** An ACME client with a key of its own, which signs with the JDK's providers: not with the code under test. */
record Client(JwsAlgorithm alg, KeyPair pair) {

    static final String URL = "https://ca.corp/acme/default/new-order";
    static final String KID = "https://ca.corp/acme/default/account/1";

    static Client with(JwsAlgorithm alg) {
        try {
            return new Client(alg, pair(alg));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A header as a client with an account sends it. */
    String header() {
        return "{\"alg\":\"%s\",\"nonce\":\"bm9uY2U\",\"url\":\"%s\",\"kid\":\"%s\"}".formatted(alg.alg(), URL, KID);
    }

    /** A header as a client without an account sends it. */
    String headerWithJwk() {
        return "{\"alg\":\"%s\",\"nonce\":\"bm9uY2U\",\"url\":\"%s\",\"jwk\":%s}".formatted(alg.alg(), URL, jwk());
    }

    String jwk() {
        PublicKey key = pair.getPublic();
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            int length = (bits + 7) / 8;
            return "{\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\"}"
                    .formatted(
                            bits,
                            base64url(BigIntegers.asUnsignedByteArray(
                                    length, ec.getW().getAffineX())),
                            base64url(BigIntegers.asUnsignedByteArray(
                                    length, ec.getW().getAffineY())));
        }
        if (key instanceof RSAPublicKey rsa) {
            return rsa(rsa.getModulus(), rsa.getPublicExponent());
        }
        byte[] spki = ((EdECPublicKey) key).getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                .formatted(base64url(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
    }

    static String rsa(BigInteger n, BigInteger e) {
        return "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(
                        base64url(BigIntegers.asUnsignedByteArray(n)), base64url(BigIntegers.asUnsignedByteArray(e)));
    }

    FlattenedJws signed(String header, String payload) {
        return jws(header, payload, sign(header, payload));
    }

    byte[] sign(String header, String payload) {
        return sign(
                switch (alg) {
                    case ES256 -> "SHA256withECDSAinP1363Format";
                    case ES384 -> "SHA384withECDSAinP1363Format";
                    case ES512 -> "SHA512withECDSAinP1363Format";
                    case EDDSA -> "Ed25519";
                    case RS256 -> "SHA256withRSA";
                },
                header,
                payload);
    }

    byte[] sign(String jcaName, String header, String payload) {
        try {
            Signature signer = Signature.getInstance(jcaName);
            signer.initSign(pair.getPrivate());
            signer.update((base64url(header) + "." + base64url(payload)).getBytes(UTF_8));
            return signer.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static FlattenedJws jws(String header, String payload, byte[] signature) {
        return FlattenedJws.parse(body(base64url(header), base64url(payload), base64url(signature))
                .getBytes(UTF_8));
    }

    static String body(String protected64, String payload64, String signature64) {
        return "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                .formatted(protected64, payload64, signature64);
    }

    static String base64url(String text) {
        return base64url(text.getBytes(UTF_8));
    }

    static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static KeyPair pair(JwsAlgorithm alg) throws GeneralSecurityException {
        return switch (alg) {
            case ES256 -> ec("secp256r1");
            case ES384 -> ec("secp384r1");
            case ES512 -> ec("secp521r1");
            case EDDSA -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            case RS256 -> {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                yield generator.generateKeyPair();
            }
        };
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }
}
