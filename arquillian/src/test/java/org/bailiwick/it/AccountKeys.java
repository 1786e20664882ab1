package org.bailiwick.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/**
 * An account key of any kind, and how JWS names it (RFC 7518 §3.1, RFC 8037).
 *
 * @param alg the JWS algorithm
 * @param signature the JCA name of the same
 * @param pair the key
 * @param jwk the public key
 */
record AccountKeys(String alg, String signature, KeyPair pair, JsonObject jwk) {

    static AccountKeys p256() throws GeneralSecurityException {
        return ec("ES256", "SHA256withECDSAinP1363Format", "P-256", 256);
    }

    static AccountKeys p384() throws GeneralSecurityException {
        return ec("ES384", "SHA384withECDSAinP1363Format", "P-384", 384);
    }

    static AccountKeys p521() throws GeneralSecurityException {
        return ec("ES512", "SHA512withECDSAinP1363Format", "P-521", 521);
    }

    static AccountKeys rsa(int bits) throws GeneralSecurityException {
        KeyPair pair = pair("RSA", bits);
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        JsonObject jwk = Json.createObjectBuilder()
                .add("kty", "RSA")
                .add("n", unsigned(key.getModulus(), (bits + 7) / 8))
                .add("e", unsigned(key.getPublicExponent(), 3))
                .build();
        return new AccountKeys("RS256", "SHA256withRSA", pair, jwk);
    }

    static AccountKeys ed25519() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] info = pair.getPublic().getEncoded();
        JsonObject jwk = Json.createObjectBuilder()
                .add("kty", "OKP")
                .add("crv", "Ed25519")
                .add("x", AcmeClient.base64url(Arrays.copyOfRange(info, info.length - 32, info.length)))
                .build();
        return new AccountKeys("EdDSA", "Ed25519", pair, jwk);
    }

    /** A JWS by this key; the header is completed with the algorithm. */
    String jws(JsonObject header, String payload) throws GeneralSecurityException {
        String header64 = AcmeClient.base64url(Json.createObjectBuilder(header)
                .add("alg", alg)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8));
        String payload64 = AcmeClient.base64url(payload.getBytes(StandardCharsets.UTF_8));
        Signature signer = Signature.getInstance(signature);
        signer.initSign(pair.getPrivate());
        signer.update((header64 + "." + payload64).getBytes(StandardCharsets.US_ASCII));
        return AcmeClient.jws(header64, payload64, signer.sign());
    }

    private static AccountKeys ec(String alg, String signature, String curve, int bits)
            throws GeneralSecurityException {
        KeyPair pair = pair("EC", bits);
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        int length = (bits + 7) / 8;
        JsonObject jwk = Json.createObjectBuilder()
                .add("kty", "EC")
                .add("crv", curve)
                .add("x", unsigned(key.getW().getAffineX(), length))
                .add("y", unsigned(key.getW().getAffineY(), length))
                .build();
        return new AccountKeys(alg, signature, pair, jwk);
    }

    static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String unsigned(BigInteger number, int length) {
        byte[] twosComplement = number.toByteArray();
        byte[] octets = new byte[length];
        int taken = Math.min(length, twosComplement.length);
        System.arraycopy(twosComplement, twosComplement.length - taken, octets, length - taken, taken);
        return AcmeClient.base64url(octets);
    }
}
