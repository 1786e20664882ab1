package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.PATH;
import static org.bailiwick.validation.Http01Scene.TOKEN;
import static org.bailiwick.validation.Http01Scene.sentences;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http01ValidatorTest {

    private static final String PROOF = KEY_AUTHORIZATION.value();

    private Http01Scene scene;

    @BeforeEach
    void open() throws IOException {
        scene = new Http01Scene();
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    @Test
    void theKeyAuthorizationProvesTheName() throws IOException {
        WebServer server = scene.serve(WebServer.text(200, PROOF));
        ValidationResult result = scene.attempt();
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(server.requests())
                .containsExactly("GET " + PATH + " HTTP/1.1\r\n"
                        + "Host: web.test:" + scene.port() + "\r\n"
                        + "User-Agent: Bailiwick (ACME http-01, RFC 8555)\r\n"
                        + "Accept: */*\r\n"
                        + "Connection: close\r\n\r\n");
        assertThat(server.connections()).isEqualTo(1);
        assertThat(new Http01Validator(scene.settings()).type()).isEqualTo(ChallengeType.HTTP_01);
    }

    @Test
    void theTraceTellsHow() throws IOException {
        scene.serve(WebServer.text(200, PROOF));
        List<ValidationStep> steps = scene.attempt().trace().steps();
        assertThat(steps)
                .extracting(ValidationStep::kind)
                .containsExactly(Kind.RESOLVED, Kind.CONNECTED, Kind.ANSWERED, Kind.CONCLUDED);
        assertThat(steps.get(0).sentence())
                .matches("resolved web\\.test to 127\\.0\\.0\\.1 \\(resolver 127\\.0\\.0\\.1:\\d+, \\d+ ms\\)");
        assertThat(steps.get(0).addressesResolved()).containsExactly("127.0.0.1");
        assertThat(steps.get(0).hostname()).isEqualTo("web.test");
        assertThat(steps.get(1).sentence())
                .matches("connected to 127\\.0\\.0\\.1 port " + scene.port() + " in \\d+ ms");
        assertThat(steps.get(1).addressUsed()).isEqualTo("127.0.0.1");
        assertThat(steps.get(1).port()).isEqualTo(scene.port());
        assertThat(steps.get(2).sentence()).isEqualTo("GET " + PATH + " answered 200");
        assertThat(steps.get(2).url()).isEqualTo("http://web.test:" + scene.port() + PATH);
        assertThat(steps.get(3).sentence()).isEqualTo("the answer is the key authorization");
    }

    /** RFC 8738 §4. */
    @Test
    void anAddressIsProvenWithoutTheDns() throws IOException {
        WebServer server = scene.serve(WebServer.text(200, PROOF));
        assertThat(scene.attempt("ip", "127.0.0.1")).isInstanceOf(Proven.class);
        assertThat(server.requests().get(0)).contains("\r\nHost: 127.0.0.1:" + scene.port() + "\r\n");
        assertThat(scene.dns.queries()).isEmpty();
    }

    /** V2: RFC 8555 §8.3, white space at the end. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", " ", "\t", "\n\n\r\n  ", "\u000b\f"})
    void whiteSpaceAtTheEndIsIgnored(String space) throws IOException {
        scene.serve(WebServer.text(200, PROOF + space));
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    static Stream<String> wrongContents() {
        String thumbprint = PROOF.substring(PROOF.indexOf('.'));
        return Stream.of(
                TOKEN.value(),
                TOKEN.value() + ".",
                thumbprint,
                TOKEN.value() + ".AzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
                "AvaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA" + thumbprint,
                PROOF.toUpperCase(Locale.ROOT),
                " " + PROOF,
                "\n" + PROOF,
                "\u00ef\u00bb\u00bf" + PROOF,
                PROOF.substring(1),
                PROOF.substring(0, PROOF.length() - 1),
                PROOF + "x",
                PROOF + "\u0000",
                PROOF + "\u00a0",
                PROOF + "\n" + PROOF,
                "\"" + PROOF + "\"",
                "<html>" + PROOF + "</html>");
    }

    /** V1. */
    @ParameterizedTest
    @MethodSource("wrongContents")
    void anythingElseIsAnIncorrectResponse(String content) throws IOException {
        scene.serve(WebServer.text(200, content));
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(failure.problem().detail())
                .startsWith("http://web.test:" + scene.port() + PATH + " (127.0.0.1) did not answer with")
                .contains("expected \"" + PROOF + "\", got \"");
        assertThat(failure.transientFailure()).isFalse();
    }

    /** It may be one that broke off after its header. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: a", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\n"})
    void anAnswerWithNothingInItIsWorthAnotherAttempt(String answer) throws IOException {
        scene.serve(WebServer.raw(answer));
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void atMostOneHundredPrintableCharactersOfTheContentAreTold() throws IOException {
        scene.serve(WebServer.text(200, "\u001b[31m\r\n\u00e4" + "s".repeat(500)));
        assertThat(scene.problem().detail()).endsWith("got \"?[31m???" + "s".repeat(92) + "…\".");
    }

    @Test
    void theMediaTypeSaysNothing() throws IOException {
        scene.serve(WebServer.raw("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-16\r\n\r\n" + PROOF));
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n%s",
                "HTTP/1.0 200 OK\r\n\r\n%s",
                "HTTP/1.1 200\r\n\r\n%s",
                "HTTP/1.1 200 OK\n\n%s",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n57\r\n%s\r\n0\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n%s",
            })
    void anyFormOfHttp1Works(String answer) throws IOException {
        assertThat(PROOF).hasSize(0x57);
        scene.serve(WebServer.raw(answer.formatted(PROOF)));
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    @ParameterizedTest
    @CsvSource({
        "201, false",
        "204, false",
        "206, false",
        "300, false",
        "304, false",
        "305, false",
        "400, false",
        "401, false",
        "403, false",
        "404, true",
        "408, true",
        "410, false",
        "425, true",
        "429, true",
        "500, true",
        "502, true",
        "503, true",
    })
    void anotherStatusIsAnIncorrectResponse(int status, boolean worthAnotherTry) throws IOException {
        scene.serve(WebServer.text(status, PROOF));
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(failure.problem().detail())
                .contains("answered with status " + status)
                .doesNotContain(PROOF);
        assertThat(failure.transientFailure()).isEqualTo(worthAnotherTry);
        assertThat(sentences(failure)).contains("GET " + PATH + " answered " + status);
    }

    @Test
    void aWildcardIsNotForHttp01() throws IOException {
        WebServer server = scene.serve(WebServer.text(200, PROOF));
        NotProven failure = (NotProven) scene.attempt("dns", "*.web.test");
        assertThat(failure.problem().type()).isEqualTo(ProblemType.MALFORMED);
        assertThat(failure.problem().detail()).contains("dns-01");
        assertThat(failure.trace().steps()).isEmpty();
        assertThat(server.connections()).isZero();
        assertThat(scene.dns.queries()).isEmpty();
    }

    @Test
    void theNextAddressIsTriedWhenOneDoesNotAnswer() throws IOException {
        scene.dns.host("two.test", "127.0.0.1", "::1");
        scene.serve(WebServer.text(200, PROOF));
        ValidationResult result = scene.attempt("dns", "two.test");
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(result.trace().steps())
                .extracting(ValidationStep::kind, ValidationStep::addressUsed)
                .startsWith(
                        tuple(Kind.RESOLVED, null),
                        tuple(Kind.NOT_CONNECTED, "::1"),
                        tuple(Kind.CONNECTED, "127.0.0.1"));
    }

    @Test
    void onlyAFewAddressesAreTried() throws IOException {
        scene.permitting("default, 127.0.0.0/8").on(closedPort());
        scene.dns.host("web.test", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6");
        assertThat(scene.failure().trace().steps())
                .filteredOn(s -> s.kind() == Kind.NOT_CONNECTED)
                .hasSize(4);
    }

    /** V26: nothing in the problem tells a closed port from a filtered or a refused one; the trace does. */
    @Test
    void theProblemDoesNotTellWhyThereWasNoConnection() throws IOException {
        int port = closedPort();
        NotProven closed = scene.on(port).failure();
        NotProven refused = scene.permitting("default").failure();
        assertThat(closed.problem()).isEqualTo(refused.problem());
        assertThat(closed.problem().type()).isEqualTo(ProblemType.CONNECTION);
        assertThat(closed.problem().detail())
                .startsWith("No connection to web.test port " + port + " (127.0.0.1) was made.");
        assertThat(closed.transientFailure()).isTrue();
        assertThat(refused.transientFailure()).isTrue();
        assertThat(sentences(closed).get(1)).contains("it refused the connection");
        assertThat(sentences(refused)).contains("refused to connect to 127.0.0.1: loopback is not a permitted target");
    }

    /** V26: a server that drops packets looks the same as the others. A full backlog drops them. */
    @Test
    void aFilteredPortLooksLikeAClosedOne() throws IOException {
        List<Socket> backlog = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                backlog.add(socket);
                connectBriefly(socket, full);
            }
            scene.on(full.getLocalPort()).within(Duration.ofMillis(400));
            NotProven filtered = scene.failure();
            assertThat(filtered.problem().type()).isEqualTo(ProblemType.CONNECTION);
            assertThat(filtered.problem().detail())
                    .startsWith("No connection to web.test port " + full.getLocalPort() + " (127.0.0.1) was made.");
            assertThat(filtered.transientFailure()).isTrue();
        } finally {
            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    private static void connectBriefly(Socket socket, ServerSocket full) throws IOException {
        try {
            socket.connect(full.getLocalSocketAddress(), 50);
        } catch (SocketTimeoutException dropped) {
            // that is what the test wants
        }
    }

    /** V12. */
    @Test
    void proxySettingsOfTheJvmAreNotUsed() throws IOException {
        scene.serve(WebServer.text(200, PROOF));
        try (WebServer proxy = WebServer.start(WebServer.text(200, "from the proxy"))) {
            Properties before = (Properties) System.getProperties().clone();
            try {
                for (String scheme : List.of("http.proxy", "https.proxy", "socksProxy")) {
                    System.setProperty(scheme + "Host", "127.0.0.1");
                    System.setProperty(scheme + "Port", Integer.toString(proxy.port()));
                }
                System.setProperty("http.nonProxyHosts", "");
                System.setProperty("java.net.useSystemProxies", "true");
                assertThat(scene.attempt()).isInstanceOf(Proven.class);
            } finally {
                System.setProperties(before);
            }
            assertThat(proxy.connections()).isZero();
        }
    }

    /** V13. */
    @Test
    void nothingIsKeptFromOneAttemptToTheNext() throws IOException {
        WebServer server = scene.serve(WebServer.raw("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\n"
                + "Connection: keep-alive\r\nContent-Length: " + PROOF.length() + "\r\n\r\n" + PROOF));
        Http01Validator validator = new Http01Validator(scene.settings());
        ChallengeAttempt attempt = new ChallengeAttempt(new DnsIdentifier("web.test"), TOKEN, KEY_AUTHORIZATION);
        assertThat(validator.validate(attempt)).isInstanceOf(Proven.class);
        assertThat(validator.validate(attempt)).isInstanceOf(Proven.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.requests()).allMatch(r -> !r.contains("Cookie"));
        assertThat(scene.dns.queries())
                .containsExactlyInAnyOrder("A web.test", "AAAA web.test", "A web.test", "AAAA web.test");
    }

    static Stream<Arguments> upgrades() {
        return Stream.of(
                Arguments.of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
                Arguments.of("HTTP/2 200\r\n\r\n" + PROOF),
                Arguments.of("HTTP/2.0 200 OK\r\n\r\n" + PROOF),
                Arguments.of("\u0000\u0000\u0006\u0004\u0000\u0000\u0000\u0000\u0000\u0000\u0003\u0000\u0000"));
    }

    /** V13. */
    @ParameterizedTest
    @MethodSource("upgrades")
    void onlyHttp1IsSpoken(String answer) throws IOException {
        scene.serve(WebServer.raw(answer));
        assertThat(scene.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
