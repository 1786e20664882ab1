package org.bailiwick.bench;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.BigIntegers;

/** One client with one account. Each issuance opens one connection with a full TLS handshake, as certbot does. */
final class BenchClient {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final URI server;
    private final Path root;
    private final String directory;
    private final Map<String, String> answers;
    private final Latencies latencies;
    private final KeyPair key = newKey();
    private final KeyPair certificateKey = newKey();
    private final JsonObject jwk = jwk();
    private String account = "";
    private String nonce = "";

    /**
     * A client.
     *
     * @param directory the directory's URL
     * @param answers where the http-01 responder looks up tokens
     */
    BenchClient(URI directory, Path root, Map<String, String> answers, Latencies latencies) {
        this.server = directory;
        this.root = root;
        this.directory = directory.toString().replaceAll("/directory$", "/");
        this.answers = answers;
        this.latencies = latencies;
    }

    void register() throws IOException {
        try (BenchConnection connection = new BenchConnection(RunningServer.trusting(root), server)) {
            takeNonce(connection);
            account = post(connection, directory + "new-account", "{\"termsOfServiceAgreed\":true}", true)
                    .headers()
                    .getOrDefault("location", "");
        }
    }

    /** One certificate, from the TCP connection to the PEM, which it returns. */
    String issue(String name) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        SSLContext tls = RunningServer.trusting(root);
        try (BenchConnection connection = latencies.time("connect", () -> new BenchConnection(tls, server))) {
            latencies.time("newNonce", () -> {
                takeNonce(connection);
                return nonce;
            });
            BenchConnection.Answer newOrder = latencies.time(
                    "newOrder",
                    () -> post(
                            connection,
                            directory + "new-order",
                            "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"" + name + "\"}]}",
                            false));
            JsonObject order = json(newOrder);
            String location = newOrder.headers().getOrDefault("location", "");
            String authorizationUrl = order.getJsonArray("authorizations").getString(0);
            JsonObject authorization =
                    json(latencies.time("authorization", () -> post(connection, authorizationUrl, "", false)));
            JsonObject challenge = authorization.getJsonArray("challenges").getValuesAs(JsonObject.class).stream()
                    .filter(each -> each.getString("type").equals("http-01"))
                    .findFirst()
                    .orElseThrow();
            String token = challenge.getString("token");
            answers.put(token, token + "." + thumbprint());
            String status = json(latencies.time(
                            "challenge", () -> post(connection, challenge.getString("url"), "{}", false)))
                    .getString("status");
            while (!status.equals("valid")) {
                status = json(latencies.time("poll", () -> post(connection, authorizationUrl, "", false)))
                        .getString("status");
                require(!status.equals("invalid"), status);
            }
            answers.remove(token);
            String csr = "{\"csr\":\"" + BASE64URL.encodeToString(csr(name)) + "\"}";
            JsonObject finalized =
                    json(latencies.time("finalize", () -> post(connection, order.getString("finalize"), csr, false)));
            while (finalized.getString("status").equals("processing")) {
                Thread.sleep(100);
                finalized = json(latencies.time("poll", () -> post(connection, location, "", false)));
            }
            require(finalized.getString("status").equals("valid"), finalized.toString());
            String certificate = finalized.getString("certificate");
            String pem = latencies
                    .time("certificate", () -> post(connection, certificate, "", false))
                    .body();
            require(pem.startsWith("-----BEGIN CERTIFICATE-----"), pem);
            latencies.add("whole", System.nanoTime() - begin);
            return pem;
        }
    }

    private void takeNonce(BenchConnection connection) throws IOException {
        nonce = connection.head(directory + "new-nonce").headers().getOrDefault("replay-nonce", "");
    }

    private BenchConnection.Answer post(BenchConnection connection, String url, String payload, boolean withKey)
            throws IOException {
        JsonObjectBuilder header = JSON.createObjectBuilder()
                .add("alg", "ES256")
                .add("nonce", nonce)
                .add("url", url);
        String protected64 = base64url((withKey ? header.add("jwk", jwk) : header.add("kid", account))
                .build()
                .toString());
        String payload64 = base64url(payload);
        String body = "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                .formatted(protected64, payload64, BASE64URL.encodeToString(sign(protected64 + "." + payload64)));
        BenchConnection.Answer answer = connection.post(url, body);
        nonce = answer.headers().getOrDefault("replay-nonce", "");
        require(answer.status() < 300, answer.status() + " " + answer.body());
        return answer;
    }

    private byte[] sign(String input) {
        try {
            Signature signature = Signature.getInstance("SHA256withPLAIN-ECDSA", BOUNCY_CASTLE);
            signature.initSign(key.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] csr(String name) throws IOException {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return new JcaPKCS10CertificationRequestBuilder(new X500Name(""), certificateKey.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setProvider(BOUNCY_CASTLE)
                            .build(certificateKey.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String thumbprint() {
        try {
            return BASE64URL.encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(jwk.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonObject jwk() {
        ECPublicKey ec = (ECPublicKey) key.getPublic();
        return JSON.createObjectBuilder()
                .add("crv", "P-256")
                .add("kty", "EC")
                .add(
                        "x",
                        BASE64URL.encodeToString(
                                BigIntegers.asUnsignedByteArray(32, ec.getW().getAffineX())))
                .add(
                        "y",
                        BASE64URL.encodeToString(
                                BigIntegers.asUnsignedByteArray(32, ec.getW().getAffineY())))
                .build();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64url(String text) {
        return BASE64URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(BenchConnection.Answer answer) {
        return JSON.createReader(new StringReader(answer.body())).readObject();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
