package org.bailiwick.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;

/**
 * A bare ACME client for tests: builds each request by hand, so that a test can build a wrong one. Its keys are P-256.
 */
final class AcmeClient {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final HttpClient http;
    private final JsonObject directory;
    private final KeyPair key;
    private @Nullable String nonce;
    private @Nullable String account;

    AcmeClient(URI directoryUrl, Path root) throws IOException, InterruptedException {
        this(directoryUrl, root, newKey());
    }

    AcmeClient(URI directoryUrl, Path root, KeyPair key) throws IOException, InterruptedException {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(RunningServer.trusting(root))
                .build();
        this.key = key;
        this.directory = json(send(HttpRequest.newBuilder(directoryUrl).GET().build()));
    }

    /** An answer, and its body as text. */
    record Answer(int status, java.net.http.HttpHeaders headers, String body) {

        JsonObject json() {
            return parse(body);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The last word of a problem's type, as {@code badNonce}; empty if it is no problem. */
        String problem() {
            if (!header("Content-Type").startsWith("application/problem+json")) {
                return "";
            }
            String type = json().getString("type");
            return type.substring(type.lastIndexOf(':') + 1);
        }
    }

    KeyPair key() {
        return key;
    }

    JsonObject directory() {
        return directory;
    }

    String url(String resource) {
        return directory.getString(resource);
    }

    /** The account's URL, once there is one. */
    String account() {
        return Objects.requireNonNull(account, "no account yet");
    }

    Answer newAccount() throws IOException, InterruptedException {
        return newAccount("{\"termsOfServiceAgreed\":true}");
    }

    /** The same with a payload of its own. */
    Answer newAccount(String payload) throws IOException, InterruptedException {
        Answer answer = postWithKey(url("newAccount"), payload);
        account = answer.header("Location");
        return answer;
    }

    Answer newOrder(String... names) throws IOException, InterruptedException {
        var identifiers = Json.createArrayBuilder();
        for (String name : names) {
            identifiers.add(Json.createObjectBuilder().add("type", "dns").add("value", name));
        }
        return post(
                url("newOrder"),
                Json.createObjectBuilder()
                        .add("identifiers", identifiers)
                        .build()
                        .toString());
    }

    Answer postAsGet(String url) throws IOException, InterruptedException {
        return post(url, "");
    }

    /** A request signed by the account. */
    Answer post(String url, String payload) throws IOException, InterruptedException {
        return send(url, jws(header(url).add("kid", account()).build(), payload));
    }

    Answer post(String url, JsonObjectBuilder payload) throws IOException, InterruptedException {
        return post(url, payload.build().toString());
    }

    /** A request signed by the bare key. */
    Answer postWithKey(String url, String payload) throws IOException, InterruptedException {
        return send(url, jws(header(url).add("jwk", jwk()).build(), payload));
    }

    /** A body as it is. */
    Answer send(String url, String body) throws IOException, InterruptedException {
        return send(url, body, "application/jose+json");
    }

    Answer send(String url, String body, String contentType) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        response.headers().firstValue("Replay-Nonce").ifPresent(fresh -> nonce = fresh);
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** A protected header with everything but who signs. */
    JsonObjectBuilder header(String url) throws IOException, InterruptedException {
        return header(url, takeNonce());
    }

    JsonObjectBuilder header(String url, String withNonce) {
        return Json.createObjectBuilder()
                .add("alg", "ES256")
                .add("nonce", withNonce)
                .add("url", url);
    }

    String takeNonce() throws IOException, InterruptedException {
        if (nonce == null) {
            send(HttpRequest.newBuilder(URI.create(url("newNonce")))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody())
                    .build());
        }
        String taken = Objects.requireNonNull(nonce, "newNonce gave none");
        nonce = null;
        return taken;
    }

    /** A flattened JWS by this client's key. */
    String jws(JsonObject protectedHeader, String payload) {
        String header64 = base64url(protectedHeader.toString().getBytes(StandardCharsets.UTF_8));
        String payload64 = base64url(payload.getBytes(StandardCharsets.UTF_8));
        return jws(header64, payload64, sign(header64 + "." + payload64));
    }

    static String jws(String header64, String payload64, byte[] signature) {
        return Json.createObjectBuilder()
                .add("protected", header64)
                .add("payload", payload64)
                .add("signature", base64url(signature))
                .build()
                .toString();
    }

    byte[] sign(String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    JsonObject jwk() {
        ECPublicKey ec = (ECPublicKey) key.getPublic();
        return Json.createObjectBuilder()
                .add("crv", "P-256")
                .add("kty", "EC")
                .add("x", base64url(coordinate(ec.getW().getAffineX().toByteArray())))
                .add("y", base64url(coordinate(ec.getW().getAffineY().toByteArray())))
                .build();
    }

    /** RFC 8555 §8.1. */
    String keyAuthorization(String token) {
        try {
            byte[] thumbprint =
                    MessageDigest.getInstance("SHA-256").digest(jwk().toString().getBytes(StandardCharsets.UTF_8));
            return token + "." + base64url(thumbprint);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String base64url(byte[] octets) {
        return BASE64URL.encodeToString(octets);
    }

    private static JsonObject json(Answer answer) {
        return parse(answer.body());
    }

    static JsonObject parse(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }

    private static byte[] coordinate(byte[] twosComplement) {
        byte[] octets = new byte[32];
        int length = Math.min(32, twosComplement.length);
        System.arraycopy(twosComplement, twosComplement.length - length, octets, 32 - length, length);
        return Arrays.copyOf(octets, 32);
    }
}
