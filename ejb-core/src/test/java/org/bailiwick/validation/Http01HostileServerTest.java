package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.PATH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V3: a server may do what it likes; an attempt ends, and soon. The time-out only ends a test that hangs. */
@Timeout(60)
class Http01HostileServerTest {

    private static final String PROOF = KEY_AUTHORIZATION.value();
    private static final Duration SHORT = Duration.ofMillis(400);

    private Http01Scene scene;
    private final CountDownLatch hungUp = new CountDownLatch(1);

    @BeforeEach
    void open() throws IOException {
        scene = new Http01Scene();
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    /** Writes a start and then a part again and again, until the client hangs up. */
    private WebServer.Handler endless(String start, String part, int pauseMillis) {
        return (request, out) -> {
            try {
                WebServer.write(out, start);
                while (true) {
                    WebServer.write(out, part);
                    Thread.sleep(pauseMillis);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            } finally {
                hungUp.countDown();
            }
        };
    }

    static Stream<Arguments> endlessAnswers() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String kilobyte = "x".repeat(1024);
        return Stream.of(
                Arguments.of("body", ok + "\r\n", kilobyte),
                Arguments.of("body of 1 GB", ok + "Content-Length: 1073741824\r\n\r\n", kilobyte),
                Arguments.of("proof and white space", ok + "\r\n" + PROOF, " ".repeat(1024)),
                Arguments.of("chunks", ok + "Transfer-Encoding: chunked\r\n\r\n", "400\r\n" + kilobyte + "\r\n"),
                Arguments.of("small chunks", ok + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"),
                Arguments.of("chunk size", ok + "Transfer-Encoding: chunked\r\n\r\n", "0".repeat(1024)),
                Arguments.of("chunk extension", ok + "Transfer-Encoding: chunked\r\n\r\n1;", kilobyte),
                Arguments.of("trailer", ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n"),
                Arguments.of("header lines", ok, "X-Header: " + kilobyte + "\r\n"),
                Arguments.of("header line", ok + "X: ", kilobyte),
                Arguments.of("folded header", ok + "X: y\r\n", " " + kilobyte + "\r\n"),
                Arguments.of("status line", "HTTP/1.1 200 ", kilobyte),
                Arguments.of("blank lines", "", "\r\n"),
                Arguments.of("informational answers", "", "HTTP/1.1 100 Continue\r\n\r\n"),
                Arguments.of("zeros", "", "\u0000".repeat(1024)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endlessAnswers")
    void anEndlessAnswerIsCutOff(String what, String start, String part) throws IOException, InterruptedException {
        scene.serve(endless(start, part, 0));
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).as(what).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(failure.transientFailure()).isFalse();
        hungUp.await();
    }

    static Stream<Arguments> drippingAnswers() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("status line", "HTTP/1.1 200 O"),
                Arguments.of("header", "HTTP/1.1 200 OK\r\nX: "),
                Arguments.of("body", "HTTP/1.1 200 OK\r\n\r\n"),
                Arguments.of("proof and more", "HTTP/1.1 200 OK\r\n\r\n" + PROOF),
                Arguments.of("chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n"));
    }

    /** A byte now and then keeps a read from timing out, and not the attempt. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("drippingAnswers")
    void aDrippingAnswerIsCutOffAtTheTimeLimit(String what, String start) throws IOException, InterruptedException {
        scene.within(SHORT).serve(endless(start, "x", 20));
        assertTimedOut(scene.failure(), what);
        hungUp.await();
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLonger() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        scene.within(SHORT).serve((request, out) -> {
            try {
                over.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        assertTimedOut(scene.failure(), "silence");
        over.countDown();
    }

    /** The limit is for all hops together. */
    @Test
    void slowRedirectsDoNotAddUp() throws IOException {
        scene.within(SHORT).redirectLimit(20).serve((request, out) -> {
            try {
                Thread.sleep(60);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            String target = WebServer.target(request);
            WebServer.redirect(302, target.equals(PATH) ? "/x" : target + "x").answer(request, out);
        });
        assertThat(scene.failure().transientFailure()).isTrue();
    }

    private static void assertTimedOut(NotProven failure, String what) {
        assertThat(failure.problem().type()).as(what).isEqualTo(ProblemType.CONNECTION);
        assertThat(failure.problem().detail()).endsWith("did not answer completely in time.");
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void acceptedButNeverReadIsNoTrap() throws IOException {
        scene.serve((request, out) -> WebServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 87\r\n\r\n" + PROOF));
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {86, 88, 1000})
    void aContentLengthThatIsWrongProvesNothing(int length) throws IOException {
        scene.serve(WebServer.raw("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(length, PROOF)));
        assertThat(scene.attempt()).isInstanceOf(NotProven.class);
    }

    /** Nothing asked for it, and nothing is unpacked: a bomb is just wrong bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 50_000_000})
    void compressedContentIsNotUnpacked(int zeros) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(PROOF.getBytes(StandardCharsets.US_ASCII));
            gzip.write(new byte[zeros]);
        }
        WebServer server = scene.serve((request, out) -> {
            WebServer.write(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
            packed.writeTo(out);
        });
        assertThat(scene.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(server.requests().get(0)).doesNotContain("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "220 mail.test ESMTP\r\n",
                "hello",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nX: y\r\n",
                "HTTP/0.9 200 OK\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 -200 OK\r\n\r\n",
                "HTTP/1.1 99999999999 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
            })
    void whatIsNotHttpProvesNothing(String answer) throws IOException {
        scene.serve(WebServer.raw(answer));
        assertThat(scene.problem().type()).isIn(ProblemType.INCORRECT_RESPONSE, ProblemType.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nevaG",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n57\r\nevaG",
            })
    void aConnectionThatIsClosedEarlyMayDoBetterNextTime(String answer) throws IOException {
        scene.serve(WebServer.raw(answer));
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.CONNECTION);
        assertThat(failure.problem().detail()).endsWith("closed the connection before the answer was complete.");
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void whatASshServerSaysIsNotTold() throws IOException {
        scene.serve(WebServer.raw("SSH-2.0-secret_version\r\n".repeat(10)));
        Problem problem = scene.problem();
        assertThat(problem.type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(problem.detail()).endsWith("is not HTTP/1.1.").doesNotContain("secret");
    }
}
