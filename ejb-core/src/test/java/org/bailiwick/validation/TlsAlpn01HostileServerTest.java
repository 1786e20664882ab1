package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.CraftedCertificate.der;
import static org.bailiwick.validation.TlsAlpn01Scene.DIGEST;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V18: servers that do not speak TLS as they should, or not at all. */
@Timeout(60)
class TlsAlpn01HostileServerTest {

    /** ServerHello: version, random, no session, ECDHE_ECDSA with AES-128, no compression. */
    private static final String HELLO = "%s" + "07".repeat(32) + "00" + "%s" + "00";

    /** Extensions: ALPN with acme-tls/1. */
    private static final String ALPN = "0011" + "0010000d000b0a" + "61636d652d746c732f31";

    private TlsAlpn01Scene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new TlsAlpn01Scene();
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private static CraftedCertificate right() {
        return CraftedCertificate.ec().dns("web.test").digest(DIGEST);
    }

    private WebServer serve(WebServer.Handler handler) throws IOException {
        WebServer server = WebServer.start(handler);
        scene.on(server.port());
        return server;
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String octets(String hexadecimal) {
        return text(HexFormat.of().parseHex(hexadecimal));
    }

    /** Handshake messages (RFC 5246 §7.4) in one record. */
    private static byte[] record(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {0x16, 3, 3, (byte) (all.size() >> 8), (byte) all.size()});
        record.writeBytes(all.toByteArray());
        return record.toByteArray();
    }

    private static byte[] message(int type, byte[] body) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(type);
        message.writeBytes(length(body.length));
        message.writeBytes(body);
        return message.toByteArray();
    }

    private static byte[] length(int octets) {
        return new byte[] {(byte) (octets >> 16), (byte) (octets >> 8), (byte) octets};
    }

    private static byte[] hello(String version, String suite, String extensions) {
        return message(2, HexFormat.of().parseHex(HELLO.formatted(version, suite) + extensions));
    }

    private static byte[] certificateMessage(byte[] certificate) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes(length(certificate.length + 3));
        list.writeBytes(length(certificate.length));
        list.writeBytes(certificate);
        return message(11, list.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0300", "0301", "0302"})
    void aServerThatSpeaksOldTlsOnlyIsRefused(String version) throws IOException {
        try (WebServer server = serve(WebServer.raw(text(record(hello(version, "c009", "")))))) {
            assertThat(scene.failure(ProblemType.TLS, false).problem().detail())
                    .contains("acme-tls/1")
                    .endsWith("the server does not speak TLS 1.2 or 1.3 in a way that this CA accepts.");
            assertThat(server.connections()).isPositive();
        }
    }

    @Test
    void aServerThatDoesNotKnowAlpnIsRefused() throws IOException {
        scene.selecting("").showing(right());
        assertThat(scene.failure(ProblemType.TLS, false).problem().detail())
                .contains("did not take the application protocol \"acme-tls/1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "http/1.1", "acme-tls/2", "ACME-TLS/1", "acme-tls/1.1"})
    void aServerThatTakesAnotherProtocolIsRefused(String protocol) throws IOException {
        scene.selecting(protocol).showing(right());
        assertThat(scene.failure(ProblemType.TLS, false).problem().detail()).contains("acme-tls/1");
    }

    @ParameterizedTest
    @CsvSource({
        "0278, no_application_protocol",
        "0270, unrecognized_name",
        "0228, handshake_failure",
        "0246, protocol_version"
    })
    void anAlertIsToldByItsName(String alert, String name) throws IOException {
        try (WebServer server = serve(WebServer.raw(octets("1503030002" + alert)))) {
            assertThat(scene.failure(ProblemType.TLS, false).problem().detail())
                    .endsWith("could be made: the server sent the alert \"" + name + "\".");
            assertThat(server.connections()).isPositive();
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsATlsProblem() throws IOException {
        try (WebServer server = serve(WebServer.raw("HTTP/1.1 400 what?\r\n\r\n"))) {
            scene.failure(ProblemType.TLS, false);
            assertThat(server.connections()).isPositive();
        }
    }

    /** It may be so large that to look at it takes longer than the attempt may. */
    @Test
    void aServerWithADsaKeyIsRefused() throws IOException {
        scene.speaking("TLSv1.2")
                .showing(CraftedCertificate.dsa().dns("web.test").digest(DIGEST));
        scene.failure(ProblemType.TLS, false);
    }

    /** Java itself refuses to read it. */
    @Test
    void aCertificateWithTheExtensionTwiceIsNoProof() throws IOException {
        byte[] certificate =
                right().extension("1.3.6.1.5.5.7.1.99", true, der(DIGEST)).encoded();
        String twice =
                text(certificate).replace(octets("06082b060105050701" + "63"), octets("06082b060105050701" + "1f"));
        assertThat(twice).isNotEqualTo(text(certificate));
        assertUnreadable(twice.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "3000", "30820400", "ffffffffffffffff"})
    void aCertificateThatIsNoneIsNoProof(String encoded) throws IOException {
        assertUnreadable(HexFormat.of().parseHex(encoded));
    }

    private void assertUnreadable(byte[] certificate) throws IOException {
        byte[] flight = record(hello("0303", "c02b", ALPN), certificateMessage(certificate));
        try (WebServer server = serve(WebServer.raw(text(flight)))) {
            assertThat(scene.failure(ProblemType.UNAUTHORIZED, false).problem().detail())
                    .contains("shows a certificate that cannot be read");
            assertThat(server.connections()).isPositive();
        }
    }

    /** Of 16 MB, in records that are all right by themselves. */
    @Test
    void anEndlessCertificateIsCutOff() throws IOException {
        try (WebServer server = serve((request, out) -> {
            WebServer.write(out, text(record(hello("0303", "c02b", ALPN))));
            WebServer.write(out, octets("160303000a0bfffffffffffcfffff9"));
            while (true) {
                WebServer.write(out, "\u0016\u0003\u0003@\u0000" + "\u0000".repeat(0x4000));
            }
        })) {
            scene.failure(ProblemType.TLS, false);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aDrippingHandshakeIsCutOffAtTheTimeLimit() throws IOException {
        scene.within(Duration.ofMillis(500));
        try (WebServer server = serve((request, out) -> {
            WebServer.write(out, "\u0016\u0003\u0003@\u0000");
            try {
                while (true) {
                    WebServer.write(out, "\u0002");
                    Thread.sleep(20);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        })) {
            assertThat(scene.failure(ProblemType.CONNECTION, true).problem().detail())
                    .endsWith("did not complete the TLS handshake in time.");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aSilentServerIsCutOffAtTheTimeLimit() throws IOException {
        scene.within(Duration.ofMillis(500));
        try (ServerSocket silent = new ServerSocket(0, 5, scene.dns.address().getAddress())) {
            scene.on(silent.getLocalPort());
            assertThat(scene.failure(ProblemType.CONNECTION, true).problem().detail())
                    .endsWith("did not complete the TLS handshake in time.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0016", "\u0016\u0003\u0003\u0000@\u0002"})
    void aHandshakeThatEndsIsTriedAgain(String begun) throws IOException {
        try (WebServer server = serve(WebServer.raw(begun))) {
            assertThat(scene.failure(ProblemType.CONNECTION, true).problem().detail())
                    .endsWith("closed the connection before the TLS handshake was complete.");
            assertThat(server.connections()).isPositive();
        }
    }

    @Test
    void aClosedPortIsTriedAgain() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, scene.dns.address().getAddress())) {
            scene.on(free.getLocalPort());
            assertThat(scene.failure(ProblemType.CONNECTION, true).problem().detail())
                    .startsWith("No connection to web.test port ");
        }
    }

    @Test
    void aNameWithoutAnAddressIsADnsProblem() {
        scene.failure("dns", "gone.test", ProblemType.DNS, false);
    }

    @Test
    void anAddressThatIsNoTargetIsNotConnectedTo() {
        scene.dns.host("meta.test", "169.254.169.254");
        NotProven failure = scene.failure("dns", "meta.test", ProblemType.CONNECTION, true);
        assertThat(failure.trace().steps()).extracting(ValidationStep::kind).contains(Kind.REFUSED);
    }

    @Test
    void aSourceAddressIsConnectedFrom() throws IOException {
        scene.from("127.0.0.1").showing(right()).assertProven("dns", "web.test");
    }

    @ParameterizedTest
    @CsvSource({
        "::1,       it is of the other family than the source address ::1",
        "192.0.2.1, this machine does not have the source address",
    })
    void aSourceAddressThatWillNotDoIsInTheTraceOnly(String source, String told) throws IOException {
        scene.from(source).showing(right());
        NotProven failure = scene.failure(ProblemType.CONNECTION, true);
        assertThat(failure.problem().detail()).doesNotContain("source").startsWith("No connection to web.test port ");
        assertThat(failure.trace().steps())
                .anySatisfy(step -> assertThat(step.sentence()).endsWith(": " + told));
    }
}
