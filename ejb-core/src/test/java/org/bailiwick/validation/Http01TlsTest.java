package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.PATH;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationStep.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects to https (V4). The server speaks http and https on the http-01 port, so that no test needs port 443. */
@Timeout(60)
class Http01TlsTest {

    private static final String PROOF = KEY_AUTHORIZATION.value();
    private static SSLContext selfSigned;

    private Http01Scene scene;

    @BeforeAll
    static void makeCertificate() {
        selfSigned = SelfSigned.serverContext();
    }

    @BeforeEach
    void open() throws IOException {
        scene = new Http01Scene();
        scene.dns.host("tls.test", "127.0.0.1").host("tls", "127.0.0.1");
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private WebServer redirectingToHttps(@Nullable SSLContext tls, String host, WebServer.Handler https)
            throws IOException {
        return scene.serve("127.0.0.1", tls, (request, out) -> {
            boolean first = request.startsWith("GET " + PATH);
            (first ? WebServer.redirect(302, "https://" + host + ":" + scene.port() + "/proof") : https)
                    .answer(request, out);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.test", "tls", "127.0.0.1"})
    void anyCertificateWillDo(String host) throws IOException {
        WebServer server = redirectingToHttps(selfSigned, host, WebServer.text(200, PROOF));
        ValidationResult result = scene.attempt();
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(server.requests().get(1))
                .startsWith("GET /proof HTTP/1.1\r\nHost: " + host + ":" + scene.port() + "\r\n");
        assertThat(result.trace().steps())
                .filteredOn(s -> s.kind() == Kind.SECURED)
                .singleElement()
                .satisfies(s ->
                        assertThat(s.sentence()).isEqualTo("TLSv1.3 with 127.0.0.1; its certificate is not checked"));
        boolean isName = !host.equals("127.0.0.1");
        assertThat(server.serverNames()).isEqualTo(isName ? List.of(host) : List.of());
    }

    @Test
    void aRedirectBackToHttpIsFollowedToo() throws IOException {
        redirectingToHttps(selfSigned, "tls.test", (request, out) -> (request.startsWith("GET /proof")
                        ? WebServer.redirect(302, "http://tls.test:" + scene.port() + "/plain")
                        : WebServer.text(200, PROOF))
                .answer(request, out));
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsATlsProblem() throws IOException {
        redirectingToHttps(null, "web.test", WebServer.text(400, "what?"));
        assertTls("the server does not speak TLS 1.2 or 1.3 in a way that this CA accepts.");
    }

    @Test
    void anAlertIsToldByItsName() throws IOException {
        redirectingToHttps(null, "web.test", WebServer.raw("\u0015\u0003\u0003\u0000\u0002\u0002F"));
        assertTls("the server sent the alert \"protocol_version\".");
    }

    private void assertTls(String ending) {
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.TLS);
        assertThat(failure.problem().detail())
                .startsWith("No TLS connection to https://web.test:" + scene.port() + "/proof (127.0.0.1)")
                .endsWith(ending);
        assertThat(failure.transientFailure()).isFalse();
    }

    @Test
    void aHandshakeThatEndsIsNoProof() throws IOException {
        redirectingToHttps(null, "web.test", WebServer.raw(""));
        assertThat(scene.problem().type()).isIn(ProblemType.TLS, ProblemType.CONNECTION);
    }

    @Test
    void aDrippingHandshakeIsCutOffAtTheTimeLimit() throws IOException {
        scene.within(Duration.ofMillis(500));
        redirectingToHttps(null, "web.test", (request, out) -> {
            WebServer.write(out, "\u0016\u0003\u0003@\u0000");
            try {
                while (true) {
                    WebServer.write(out, "\u0002");
                    Thread.sleep(20);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.CONNECTION);
        assertThat(failure.problem().detail()).endsWith("did not answer completely in time.");
        assertThat(failure.transientFailure()).isTrue();
    }

    /** A ServerHello of 16 MB, in records that are all right by themselves. */
    @Test
    void anEndlessHandshakeIsCutOff() throws IOException {
        redirectingToHttps(null, "web.test", (request, out) -> {
            WebServer.write(out, "\u0016\u0003\u0003\u0000\u0004\u0002\u00ff\u00ff\u00ff");
            while (true) {
                WebServer.write(out, "\u0016\u0003\u0003@\u0000" + "\u0000".repeat(0x4000));
            }
        });
        assertThat(scene.problem().type()).isIn(ProblemType.TLS, ProblemType.INCORRECT_RESPONSE);
    }

    @Test
    void anEndlessAnswerOverTlsIsCutOff() throws IOException {
        redirectingToHttps(selfSigned, "web.test", (request, out) -> {
            WebServer.write(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                WebServer.write(out, "X: y\r\n");
            }
        });
        assertThat(scene.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
    }
}
