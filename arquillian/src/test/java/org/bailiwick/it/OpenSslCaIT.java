package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topology C: our RA before the server of {@code openssl cmp -port}, which nobody here wrote. It gives one certificate to whoever
 * asks, so there is one run of it for our enrolment, and one for a client.
 */
class OpenSslCaIT {

    private static final String SECRET = "shared with OpenSSL";
    private static final String NAME = "mock.openssl.localhost";

    @TempDir
    Path folder;

    @Test
    void ourRaEnrolsPollsConfirmsAndRevokesAtOpenssl()
            throws IOException, InterruptedException, GeneralSecurityException, ExecutionException, TimeoutException,
                    CmpException {
        ForeignCa ca = new ForeignCa("OpenSSL").writeTo(folder);
        int port = FreePort.next();
        CompletableFuture<byte[]> asked = new CompletableFuture<>();
        try (TamperingProxy way = new TamperingProxy(port)) {
            way.tamper((request, far) -> {
                asked.complete(request);
                return new byte[0];
            });
            UpstreamScene upstream = UpstreamScene.make(
                    SharedServer.get(),
                    "http://127.0.0.1:%d/pkix/".formatted(way.port()),
                    ca.pem(),
                    SECRET,
                    "openssl.localhost");
            write("ra", ca.signed(ca.draft(enrolling(asked.get(60, TimeUnit.SECONDS)), "ra.localhost")));
            Process mock = mock(port, "ra", "-srv_ref", "ra", "-srv_secret", "pass:" + SECRET);
            try {
                upstream.enrolled();
            } finally {
                end(mock, "ra");
            }

            KeyPair key = AcmeClient.newKey();
            write("host", ca.signed(ca.draft(key.getPublic(), NAME)));
            mock = mock(
                    port,
                    "host",
                    "-srv_cert",
                    "root.pem",
                    "-srv_key",
                    "root.key",
                    "-srv_trusted",
                    "root.pem",
                    "-poll_count",
                    "1",
                    "-check_after",
                    "1");
            try {
                certifyAndRevoke(upstream, key);
            } finally {
                end(mock, "host");
            }
        }
    }

    private void certifyAndRevoke(UpstreamScene upstream, KeyPair key)
            throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = upstream.client();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String order = Clients.readyOrder(client, responder, NAME);
            Answer finalized = client.post(Clients.finalizeUrl(client, order), Csr.payload(key, NAME));
            assertThat(finalized.json().getString("status"))
                    .as("it is to be polled: " + finalized.body())
                    .isEqualTo("processing");
            Answer ended = UpstreamScene.ended(client, order);
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
            String chain =
                    client.postAsGet(ended.json().getString("certificate")).body();
            Chains.requireLeadsTo(folder.resolve("root.pem"), chain);
            assertThat(Chains.leaf(chain).getPublicKey()).isEqualTo(key.getPublic());
            assertThat(upstream.serials()).containsExactly(Chains.leaf(chain).getSerialNumber());

            Answer revoked = client.post(
                    client.url("revokeCert"),
                    "{\"certificate\":\"%s\",\"reason\":4}"
                            .formatted(AcmeClient.base64url(Chains.leaf(chain).getEncoded())));
            assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
            upstream.hurry();
            upstream.administrator().awaitAudited("upstream-revocation-relayed", upstream.id());
        }
    }

    /** The key that our RA enrols with. */
    private static PublicKey enrolling(byte[] request) throws CmpException {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        byte[] message = Arrays.copyOfRange(request, text.indexOf("\r\n\r\n") + 4, request.length);
        CertificateRequest enrolment =
                (CertificateRequest) CmpMessage.parseRequest(message).body();
        return enrolment.provenKey(KeyRequirements.ofCertificateKeys());
    }

    private void write(String name, X509Certificate certificate) throws IOException {
        Files.writeString(folder.resolve(name + ".pem"), ForeignCa.pem(certificate));
    }

    /** Starts the server with a certificate to give, and waits until it listens. */
    private Process mock(int port, String certificate, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "cmp",
                "-config",
                "",
                "-verbosity",
                "7",
                "-port",
                Integer.toString(port),
                "-rsp_cert",
                certificate + ".pem"));
        command.addAll(List.of(more));
        Path output = folder.resolve(certificate + ".out");
        Process mock = RealClient.start(folder, Map.of(), command, output);
        for (int looks = 0; looks < 300 && !Files.readString(output).contains("ACCEPT"); looks++) {
            assertThat(mock.isAlive()).as(Files.readString(output)).isTrue();
            Thread.sleep(100);
        }
        return mock;
    }

    private void end(Process mock, String certificate) throws IOException, InterruptedException {
        RealClient.end(mock);
        System.out.println("openssl cmp -port, which gave " + certificate + ".pem:\n"
                + Files.readString(folder.resolve(certificate + ".out")));
    }
}
