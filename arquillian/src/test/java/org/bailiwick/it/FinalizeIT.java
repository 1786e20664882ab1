package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** finalize and certificate (RFC 8555 §7.4, §7.4.2). */
class FinalizeIT {

    private static final String NAME = "finalize.localhost";

    private static ChallengeResponder responder;

    private final AcmeClient client;

    FinalizeIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    @Test
    void anOrderThatIsNotReadyIsNotFinalizedAndStaysAsItIs() throws IOException, InterruptedException {
        Answer order = client.newOrder(NAME);

        Answer early = client.post(order.json().getString("finalize"), Csr.payload(AcmeClient.newKey(), NAME));

        Clients.assertRefused(client, early, 403, "orderNotReady");
        assertThat(Clients.status(client, order.header("Location"))).isEqualTo("pending");
    }

    @Test
    void anOrderIsFinalizedOnce() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, NAME);
        Clients.certificate(client, order, NAME);
        String certificate = client.postAsGet(order).json().getString("certificate");

        Answer again = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));

        Clients.assertRefused(client, again, 403, "orderNotReady");
        assertThat(client.postAsGet(order).json().getString("certificate")).isEqualTo(certificate);
    }

    @Test
    void twentyFinalizesAtOnceGiveOneCertificate() throws IOException, InterruptedException, ExecutionException {
        String order = Clients.readyOrder(client, responder, NAME);
        String finalize = Clients.finalizeUrl(client, order);
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String request = client.jws(
                    client.header(finalize).add("kid", client.account()).build(),
                    Csr.payload(AcmeClient.newKey(), NAME));
            requests.add(() -> client.send(finalize, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            Clients.assertProblem(answer, "orderNotReady");
        });
        Answer ended = Clients.ended(client, order);
        assertThat(ended.json().getString("status")).isEqualTo("valid");
    }

    @Test
    void whatIsNoRequestIsRefusedAndTheOrderStaysReady() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, NAME);
        KeyPair key = AcmeClient.newKey();
        byte[] good = Csr.der(key, NAME);
        byte[] trailing = Arrays.copyOf(good, good.length + 1);
        byte[] forged = good.clone();
        forged[forged.length - 1] ^= 1;
        byte[] rubbish = new byte[30_000];
        new SecureRandom().nextBytes(rubbish);
        String pem = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + Base64.getMimeEncoder().encodeToString(good)
                + "\n-----END CERTIFICATE REQUEST-----\n";

        for (byte[] octets : List.of(
                new byte[0],
                new byte[1],
                Arrays.copyOf(good, good.length - 1),
                trailing,
                forged,
                rubbish,
                new byte[] {0x30, (byte) 0x80, 0, 0},
                new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
                pem.getBytes(StandardCharsets.US_ASCII))) {
            refused(order, CraftedCsr.payload(octets), "badCSR");
        }
        for (String payload : List.of(
                "{}",
                "{\"csr\":null}",
                "{\"csr\":[]}",
                CraftedCsr.payload(pem),
                CraftedCsr.payload(AcmeClient.base64url(good) + "=="),
                CraftedCsr.payload(Base64.getMimeEncoder().encodeToString(good)))) {
            refused(order, payload, "malformed");
        }
        Clients.certificate(client, order, key, NAME);
    }

    @Test
    void aRequestThatNestsWithoutEndIsRefusedAndTheOrderStaysReady() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, NAME);

        Answer answer = refused(order, CraftedCsr.payload(CraftedCsr.nest(8_000)), "badCSR");

        assertThat(answer.json().getString("detail")).contains("nests deeper");
        Clients.certificate(client, order, NAME);
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedAndTheOrderStaysReady() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, NAME);
        KeyPair key = AcmeClient.newKey();
        byte[] rubbish = new byte[2_000_000];
        new SecureRandom().nextBytes(rubbish);

        // a JWS of 64 KiB holds some thousand names
        refused(order, Csr.payload(key, names(1_000)), "badCSR");
        for (String payload :
                List.of(Csr.payload(key, names(5_000)), CraftedCsr.payload(Arrays.copyOf(rubbish, 400_000)))) {
            Answer answer = client.post(Clients.finalizeUrl(client, order), payload);
            Clients.assertRefused(client, answer, 413, "malformed");
            assertThat(Clients.status(client, order)).isEqualTo("ready");
        }
        assertTooMuchForTheServer(Clients.finalizeUrl(client, order), CraftedCsr.payload(rubbish));
        assertThat(Clients.status(client, order)).isEqualTo("ready");
        Clients.certificate(client, order, key, NAME);
    }

    /** Above 2 MiB the server refuses by the Content-Length, before a body is there, and closes the connection. */
    private void assertTooMuchForTheServer(String url, String payload) throws IOException, InterruptedException {
        String jws = client.jws(client.header(url).add("kid", client.account()).build(), payload);
        try (RawConnection connection = new RawConnection(SharedServer.get())) {
            connection.send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jose+json\r\n"
                            .formatted(URI.create(url).getPath())
                    + "Content-Length: %d\r\n\r\n".formatted(jws.length()));
            assertThat(connection.readHead()).startsWith("HTTP/1.1 400 ");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void aRequestForOtherNamesIsRefusedAndTheOrderStaysReady() throws IOException, InterruptedException {
        String other = "other." + NAME;
        String order = Clients.readyOrder(client, responder, NAME, other);
        KeyPair key = AcmeClient.newKey();
        String cn = "CN=" + NAME;
        String ecdsa = "SHA256withECDSA";
        GeneralName[] both = CraftedCsr.dns(NAME, other);

        for (byte[] csr : List.of(
                Csr.der(key, NAME),
                Csr.der(key, NAME, other, "evil.localhost"),
                Csr.der(key, "evil.localhost"),
                Csr.der(key, NAME, "*." + NAME),
                CraftedCsr.of(key, ecdsa, "CN=evil.localhost", both),
                CraftedCsr.of(key, ecdsa, cn + ",CN=evil.localhost", both),
                CraftedCsr.of(key, ecdsa, cn),
                CraftedCsr.of(key, ecdsa, ""),
                CraftedCsr.of(key, ecdsa, cn, both[0], both[1], new GeneralName(GeneralName.iPAddress, "10.0.0.1")),
                CraftedCsr.of(key, ecdsa, cn, both[0], both[1], new GeneralName(GeneralName.rfc822Name, "a@b.test")),
                CraftedCsr.of(
                        key,
                        ecdsa,
                        cn,
                        both[0],
                        both[1],
                        new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.test")),
                CraftedCsr.greedy(key, NAME, true, "Evil Corp"))) {
            refused(order, CraftedCsr.payload(csr), "badCSR");
        }
        Clients.certificate(client, order, key, other, NAME);
    }

    @Test
    void aKeyThatMustNotBeCertifiedIsRefusedAndTheOrderStaysReady()
            throws IOException, InterruptedException, GeneralSecurityException {
        String order = Clients.readyOrder(client, responder, NAME);
        KeyPair weak = AccountKeys.pair("RSA", 1024);
        KeyPair good = AccountKeys.pair("RSA", 2048);

        refused(order, CraftedCsr.payload(rsa(weak, "SHA256withRSA")), "badCSR");
        refused(order, CraftedCsr.payload(rsa(good, "SHA1withRSA")), "badCSR");
        refused(order, Csr.payload(client.key(), NAME), "badCSR");

        Answer finalized =
                client.post(Clients.finalizeUrl(client, order), CraftedCsr.payload(rsa(good, "SHA256withRSA")));
        assertThat(finalized.json().getString("status")).isEqualTo("valid");
    }

    @Test
    void nothingButKeyAndNamesGetsFromARequestIntoACertificate()
            throws IOException, InterruptedException, GeneralSecurityException {
        String order = Clients.readyOrder(client, responder, NAME);
        KeyPair key = AcmeClient.newKey();
        String marker = "Marker" + UUID.randomUUID();

        refused(order, CraftedCsr.payload(CraftedCsr.greedy(key, NAME, true, marker)), "badCSR");
        Answer finalized = client.post(
                Clients.finalizeUrl(client, order), CraftedCsr.payload(CraftedCsr.greedy(key, NAME, false, marker)));

        assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
        String pem = client.postAsGet(finalized.json().getString("certificate")).body();
        X509Certificate certificate = Chains.leaf(pem);
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(Chains.names(certificate)).containsExactly(NAME);
        assertThat(certificate.getSubjectX500Principal().getName()).isIn("", "CN=" + NAME);
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage()[0]).as("digitalSignature").isTrue();
        assertThat(certificate.getKeyUsage()[5]).as("keyCertSign").isFalse();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(new String(certificate.getEncoded(), StandardCharsets.ISO_8859_1))
                .contains(NAME)
                .doesNotContain(marker);
        Path log = SharedServer.get().settings().data().resolve("log").resolve("server.log");
        assertThat(Files.readString(log)).contains("Created the authority").doesNotContain(marker);
    }

    @Test
    void theChainIsPemAndLeadsToTheRoot() throws IOException, InterruptedException, GeneralSecurityException {
        String order = Clients.readyOrder(client, responder, NAME);
        String expected = Clients.certificate(client, order, NAME);
        String url = client.postAsGet(order).json().getString("certificate");

        Answer answer = client.postAsGet(url);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/pem-certificate-chain");
        assertThat(answer.body())
                .isEqualTo(expected)
                .matches("(?s)(-----BEGIN CERTIFICATE-----\\n.*?" + "-----END CERTIFICATE-----\\n){2}");
        Chains.requireLeadsTo(SharedServer.get().root(), answer.body());
    }

    @Test
    void aCertificateIsGivenByPostAsGetToItsAccountOnly() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, NAME);
        Clients.certificate(client, order, NAME);
        String url = client.postAsGet(order).json().getString("certificate");
        AcmeClient other = Clients.registered();

        Answer others = other.postAsGet(url);
        Answer nobodys =
                other.postAsGet(url.substring(0, url.lastIndexOf('/') + 1) + AcmeClient.base64url(new byte[16]));

        assertThat(others.status()).isEqualTo(404);
        Clients.assertProblem(others, "malformed");
        assertThat(nobodys.body()).isEqualTo(others.body());
        Clients.assertRefused(client, client.post(url, "{}"), 400, "malformed");
        Answer get = client.send(HttpRequest.newBuilder(URI.create(url)).GET().build());
        assertThat(get.status()).isEqualTo(405);
    }

    private Answer refused(String order, String payload, String problem) throws IOException, InterruptedException {
        Answer answer = client.post(Clients.finalizeUrl(client, order), payload);
        Clients.assertRefused(client, answer, 400, problem);
        assertThat(Clients.status(client, order)).as(answer.body()).isEqualTo("ready");
        return answer;
    }

    private static String[] names(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "n%d.localhost".formatted(i))
                .toArray(String[]::new);
    }

    private static byte[] rsa(KeyPair key, String algorithm) {
        return CraftedCsr.of(key, algorithm, "CN=" + NAME, CraftedCsr.dns(NAME));
    }
}
