package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.it.BadRequest.malformed;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Algorithms, signatures and keys of requests (RFC 8555 §6.2; RFC 7515, 7517, 7518). */
class BadKeyIT {

    private static final String NO_MAC =
            "RFC 8555 §6.2: This field MUST NOT contain \"none\" or a Message Authentication Code (MAC) algorithm";
    private static final String UNSUPPORTED =
            "RFC 8555 §6.2: signed with an algorithm that the server does not support … type \"urn:ietf:params:acme:error:badSignatureAlgorithm\"";
    private static final String REJECTED =
            "RFC 8555 §6.2: does not support or chooses to reject the public key \"jwk\" … \"urn:ietf:params:acme:error:badPublicKey\"";
    private static final String CORRESPONDING =
            "RFC 8555 §6.2: This field MUST contain the public key corresponding to the private key used to sign the JWS";
    private static final String VERIFY = "RFC 8555 §6.2: The server MUST verify the JWS before processing the request";

    /** The order of P-256's base point. */
    private static final String N = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    private final AcmeClient client;
    private final AcmeClient stranger;
    private final String newOrder;
    private final String newAccount;

    BadKeyIT() throws IOException, InterruptedException {
        client = Clients.registered();
        stranger = Clients.stranger();
        newOrder = client.url("newOrder");
        newAccount = client.url("newAccount");
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException, GeneralSecurityException {
        assertThat(signed("ES256", client.key().getPublic().getEncoded()).status())
                .isEqualTo(201);
        assertThat(jwk(stranger.jwk()).status()).isEqualTo(201);
        AccountKeys rsa = AccountKeys.rsa(2048);
        assertThat(by(rsa, rsa.jwk()).status()).isEqualTo(201);
    }

    static Stream<BadRequest<BadKeyIT>> algorithms() {
        return Stream.of(
                unsupported(NO_MAC, "none"),
                unsupported(NO_MAC, "NONE"),
                unsupported(NO_MAC, "HS256"),
                unsupported(NO_MAC, "HS384"),
                unsupported(NO_MAC, "HS512"),
                new BadRequest<>(
                        NO_MAC,
                        "HS256 with the public key's PEM",
                        400,
                        "badSignatureAlgorithm",
                        test -> test.signed(
                                "HS256",
                                ("-----BEGIN PUBLIC KEY-----\n"
                                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                                        .encodeToString(test.client
                                                                .key()
                                                                .getPublic()
                                                                .getEncoded())
                                                + "\n-----END PUBLIC KEY-----\n")
                                        .getBytes(StandardCharsets.US_ASCII))),
                new BadRequest<>(
                        NO_MAC,
                        "HS256 with the public key's JWK",
                        400,
                        "badSignatureAlgorithm",
                        test -> test.signed(
                                "HS256", test.client.jwk().toString().getBytes(StandardCharsets.US_ASCII))),
                unsupported(UNSUPPORTED, "RS1"),
                unsupported(UNSUPPORTED, "RS384"),
                unsupported(UNSUPPORTED, "PS256"),
                unsupported(UNSUPPORTED, "ES256K"),
                unsupported(UNSUPPORTED, "es256"),
                unsupported(UNSUPPORTED, "ES256 "),
                unsupported(UNSUPPORTED, "SHA256withECDSA"),
                unsupported(UNSUPPORTED, "RSA-OAEP"),
                unsupported(UNSUPPORTED, "dir"),
                malformed(VERIFY, "ES384 of a P-256 key", test -> test.signed("ES384", new byte[1])),
                malformed(VERIFY, "RS256 of a P-256 key", test -> test.signed("RS256", new byte[1])),
                malformed(VERIFY, "EdDSA of a P-256 key", test -> test.signed("EdDSA", new byte[1])),
                malformed(
                        "RFC 7515 §4.1.1: This Header Parameter MUST be present and MUST be understood",
                        "a list",
                        test -> test.headed("{\"alg\":[\"ES256\"],")),
                malformed(
                        "RFC 7515 §4.1.1: This Header Parameter MUST be present and MUST be understood",
                        "null",
                        test -> test.headed("{\"alg\":null,")),
                malformed(
                        "RFC 7515 §4.1.1: This Header Parameter MUST be present and MUST be understood",
                        "none at all",
                        test -> test.headed("{")));
    }

    static Stream<BadRequest<BadKeyIT>> signatures() {
        String concatenated = "RFC 7518 §3.4: The JWS Signature value MUST be a 64-octet sequence";
        return Stream.of(
                malformed(concatenated, "none", test -> test.signature("")),
                malformed(concatenated, "63 octets", test -> test.signature("01".repeat(63))),
                malformed(concatenated, "65 octets", test -> test.signature("01".repeat(65))),
                malformed(concatenated, "in DER", BadKeyIT::signatureInDer),
                malformed(VERIFY, "r = s = 0 (CVE-2022-21449)", test -> test.signature("00".repeat(64))),
                malformed(VERIFY, "r = 0", test -> test.signature("00".repeat(63) + "01")),
                malformed(VERIFY, "r = s = 1", test -> test.signature("00".repeat(31) + "01" + "00".repeat(31) + "01")),
                malformed(VERIFY, "r = s = n", test -> test.signature(N + N)),
                malformed(VERIFY, "all ones", test -> test.signature("ff".repeat(64))),
                malformed(
                        VERIFY,
                        "of the payload without the header",
                        test -> test.client.send(test.newOrder, test.over(test.newOrder, ""))),
                malformed(
                        VERIFY,
                        "of another payload",
                        test -> test.client.send(test.newOrder, test.over(test.newOrder, "e30"))),
                malformed(VERIFY, "by another account", test -> {
                    AcmeClient thief = Clients.registered();
                    return test.client.send(test.newOrder, thief.jws(test.header(), NewOrders.ORDER));
                }));
    }

    static Stream<BadRequest<BadKeyIT>> embeddedKeys() {
        String point =
                "RFC 7518 §6.2.1.2: The length of this octet string MUST be the full size of a coordinate for the curve";
        return Stream.of(
                malformed(CORRESPONDING, "that of another account", test -> test.jwk(test.client.jwk())),
                malformed(
                        CORRESPONDING,
                        "a key that nobody has",
                        test -> test.jwk(AccountKeys.p256().jwk())),
                malformed(
                        "RFC 7517 §4: The member names within a JWK MUST be unique",
                        "x twice",
                        test -> test.jwkText(test.stranger.jwk().toString().replaceFirst("\\{", "{\"x\":\"AA\","))),
                malformed(
                        "RFC 7515 §4.1.3: This key is represented as a JSON Web Key [JWK]",
                        "a string",
                        test -> test.jwk(Json.createValue(test.stranger.jwk().toString()))),
                malformed(
                        "RFC 7515 §4.1.3: This key is represented as a JSON Web Key [JWK]",
                        "a JWK Set",
                        test -> test.jwk(Json.createObjectBuilder()
                                .add("keys", Json.createArrayBuilder().add(test.stranger.jwk()))
                                .build())),
                malformed(
                        "RFC 7517 §4.1: This member MUST be present in a JWK",
                        "no kty",
                        test -> test.jwk(without(test.stranger.jwk(), "kty"))),
                malformed(
                        "RFC 7518 §6.2.1: The following members MUST be present for all Elliptic Curve public keys",
                        "no crv",
                        test -> test.jwk(without(test.stranger.jwk(), "crv"))),
                malformed(
                        "RFC 7518 §6.2.1: The following member MUST also be present for Elliptic Curve public keys for one of the three curves",
                        "no y",
                        test -> test.jwk(without(test.stranger.jwk(), "y"))),
                malformed(
                        "RFC 7517 §9.2: Private and symmetric keys MUST be protected from disclosure to unintended parties",
                        "d is there",
                        test -> test.jwk(changed(test.stranger.jwk(), "d", new byte[32]))),
                rejected("kty \"oct\"", test -> test.jwkText("{\"kty\":\"oct\"}")),
                rejected("kty in lower case", test -> test.jwk(changed(test.stranger.jwk(), "kty", "ec"))),
                rejected("P-256 in lower case", test -> test.jwk(changed(test.stranger.jwk(), "crv", "p-256"))),
                rejected("secp256k1", test -> test.jwk(changed(test.stranger.jwk(), "crv", "secp256k1"))),
                rejected("P-192", test -> test.jwk(changed(test.stranger.jwk(), "crv", "P-192"))),
                rejected(
                        "a point that is not on the curve",
                        test -> test.jwk(changed(test.stranger.jwk(), "y", new byte[32]))),
                rejected(
                        "\"alg\" is \"EdDSA\" and \"crv\" is \"Ed448\"",
                        test -> test.jwkText("{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"%s\"}"
                                .formatted(AcmeClient.base64url(new byte[57])))),
                rejected(
                        "X25519", test -> test.jwk(changed(AccountKeys.ed25519().jwk(), "crv", "X25519"))),
                new BadRequest<>(
                        point,
                        "31 octets",
                        400,
                        "badPublicKey",
                        test -> test.jwk(changed(test.stranger.jwk(), "x", new byte[31]))),
                new BadRequest<>(
                        point,
                        "33 octets, the first one zero",
                        400,
                        "badPublicKey",
                        test -> test.jwk(changed(test.stranger.jwk(), "x", new byte[33]))),
                new BadRequest<>(
                        point,
                        "those of P-384",
                        400,
                        "badPublicKey",
                        test -> test.jwk(changed(AccountKeys.p384().jwk(), "crv", "P-256"))));
    }

    static Stream<BadRequest<BadKeyIT>> rsaKeys() {
        String size = "RFC 7518 §3.3: A key of size 2048 bits or larger MUST be used with these algorithms";
        String shortest =
                "RFC 7518 §2: The octet sequence MUST utilize the minimum number of octets needed to represent the value";
        return Stream.of(
                new BadRequest<>(size, "1024 bits", 400, "badPublicKey", test -> {
                    AccountKeys weak = AccountKeys.rsa(1024);
                    return test.by(weak, weak.jwk());
                }),
                new BadRequest<>(
                        size,
                        "2047 bits",
                        400,
                        "badPublicKey",
                        test -> test.rsa(
                                "n", BigInteger.ONE.shiftLeft(2046).setBit(0).toByteArray())),
                rejected("an RSA modulus of 16384 bits", test -> test.rsa("n", filled(2048))),
                rejected(
                        "an RSA modulus that is even",
                        test -> test.rsa("n", Arrays.copyOf(new byte[] {(byte) 0x80}, 256))),
                rejected("an RSA exponent of 1", test -> test.rsa("e", new byte[] {1})),
                rejected("an RSA exponent of 3", test -> test.rsa("e", new byte[] {3})),
                rejected("an RSA exponent of 65536", test -> test.rsa("e", new byte[] {1, 0, 0})),
                rejected("an RSA exponent of 2048 bits", test -> test.rsa("e", filled(256))),
                new BadRequest<>(
                        shortest,
                        "an exponent with a zero in front",
                        400,
                        "badPublicKey",
                        test -> test.rsa("e", new byte[] {0, 1, 0, 1})),
                new BadRequest<>(shortest, "a modulus of no octets", 400, "badPublicKey", test -> test.rsa("n", "")),
                malformed("RFC 7518 §6.3.1.2: It is represented as a Base64urlUInt-encoded value", "a number", test -> {
                    AccountKeys key = AccountKeys.rsa(2048);
                    return test.by(
                            key,
                            Json.createObjectBuilder(key.jwk()).add("e", 65537).build());
                }),
                malformed(
                        CORRESPONDING,
                        "another RSA key",
                        test -> test.by(
                                AccountKeys.rsa(2048), AccountKeys.rsa(2048).jwk())),
                malformed(
                        CORRESPONDING,
                        "an RSA key, and an ES256 signature",
                        test -> test.jwk(AccountKeys.rsa(2048).jwk())));
    }

    /** By an account's kid or by a bare key: neither makes an order, nor an account of the bare key. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"algorithms", "signatures", "embeddedKeys", "rsaKeys"})
    void isRefused(BadRequest<BadKeyIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = bad.assertRefused(client, this);

        if (bad.problem().equals("badSignatureAlgorithm")) {
            assertThat(answer.json().getJsonArray("algorithms").toString()).contains("ES256", "RS256", "EdDSA");
        }
        NewOrders.assertNone(client);
        Clients.assertRefused(
                stranger,
                stranger.postWithKey(newAccount, "{\"onlyReturnExisting\":true}"),
                400,
                "accountDoesNotExist");
    }

    private static BadRequest<BadKeyIT> unsupported(String sentence, String alg) {
        return new BadRequest<>(
                sentence,
                "\"" + alg + "\"",
                400,
                "badSignatureAlgorithm",
                test -> test.signed(alg, test.client.key().getPublic().getEncoded()));
    }

    private static BadRequest<BadKeyIT> rejected(String how, BadRequest.Sending<BadKeyIT> sending) {
        return new BadRequest<>(REJECTED, how, 400, "badPublicKey", sending);
    }

    private JsonObject header() throws IOException, InterruptedException {
        return client.header(newOrder).add("kid", client.account()).build();
    }

    /** The good request under another algorithm; where that is a MAC, with this key: what a confused verifier takes. */
    private Answer signed(String alg, byte[] macKey)
            throws IOException, InterruptedException, GeneralSecurityException {
        String header64 = base64url(
                Json.createObjectBuilder(header()).add("alg", alg).build().toString());
        String input = header64 + "." + base64url(NewOrders.ORDER);
        byte[] signature = client.sign(input);
        if (alg.startsWith("HS")) {
            Mac mac = Mac.getInstance("HmacSHA" + alg.substring(2));
            mac.init(new SecretKeySpec(macKey, mac.getAlgorithm()));
            signature = mac.doFinal(input.getBytes(StandardCharsets.US_ASCII));
        } else if (alg.equalsIgnoreCase("none")) {
            signature = new byte[0];
        }
        return client.send(newOrder, AcmeClient.jws(header64, base64url(NewOrders.ORDER), signature));
    }

    /** The good request whose header begins otherwise. */
    private Answer headed(String begin) throws IOException, InterruptedException {
        String header64 = base64url(header().toString().replace("{\"alg\":\"ES256\",", begin));
        String payload64 = base64url(NewOrders.ORDER);
        return client.send(newOrder, AcmeClient.jws(header64, payload64, client.sign(header64 + "." + payload64)));
    }

    /** The good request with these hexadecimal octets as signature. */
    private Answer signature(String octets) throws IOException, InterruptedException {
        return client.send(
                newOrder,
                AcmeClient.jws(
                        base64url(header().toString()),
                        base64url(NewOrders.ORDER),
                        HexFormat.of().parseHex(octets)));
    }

    private Answer signatureInDer() throws IOException, InterruptedException, GeneralSecurityException {
        String header64 = base64url(header().toString());
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(client.key().getPrivate());
        der.update((header64 + "." + base64url(NewOrders.ORDER)).getBytes(StandardCharsets.US_ASCII));
        return client.send(newOrder, AcmeClient.jws(header64, base64url(NewOrders.ORDER), der.sign()));
    }

    /** The good request with a signature over its header and another payload, or over its payload alone. */
    private String over(String url, String payload64) throws IOException, InterruptedException {
        String header64 = base64url(
                client.header(url).add("kid", client.account()).build().toString());
        String input = payload64.isEmpty() ? base64url(NewOrders.ORDER) : header64 + "." + payload64;
        return AcmeClient.jws(header64, base64url(NewOrders.ORDER), client.sign(input));
    }

    /** A newAccount request that the stranger signs and that carries this key. */
    private Answer jwk(JsonValue jwk) throws IOException, InterruptedException {
        return client.send(
                newAccount,
                stranger.jws(client.header(newAccount).add("jwk", jwk).build(), "{}"));
    }

    private Answer jwkText(String jwk) throws IOException, InterruptedException {
        String header64 =
                base64url(client.header(newAccount).build().toString().replaceFirst("\\{", "{\"jwk\":" + jwk + ","));
        return client.send(newAccount, AcmeClient.jws(header64, base64url("{}"), stranger.sign(header64 + ".e30")));
    }

    /** A newAccount request that one key signs and that carries this one. */
    private Answer by(AccountKeys signer, JsonObject jwk)
            throws IOException, InterruptedException, GeneralSecurityException {
        return client.send(
                newAccount, signer.jws(client.header(newAccount).add("jwk", jwk).build(), "{}"));
    }

    private Answer rsa(String member, byte[] value) throws IOException, InterruptedException, GeneralSecurityException {
        return rsa(member, AcmeClient.base64url(value));
    }

    private Answer rsa(String member, String value) throws IOException, InterruptedException, GeneralSecurityException {
        AccountKeys key = AccountKeys.rsa(2048);
        return by(key, changed(key.jwk(), member, value));
    }

    private static byte[] filled(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) 0xff);
        return octets;
    }

    private static JsonObject without(JsonObject jwk, String member) {
        return Json.createObjectBuilder(jwk).remove(member).build();
    }

    private static JsonObject changed(JsonObject jwk, String member, byte[] value) {
        return changed(jwk, member, AcmeClient.base64url(value));
    }

    private static JsonObject changed(JsonObject jwk, String member, String value) {
        return Json.createObjectBuilder(jwk).add(member, value).build();
    }

    private static String base64url(String text) {
        return AcmeClient.base64url(text.getBytes(StandardCharsets.UTF_8));
    }
}
