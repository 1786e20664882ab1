package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.PATH;
import static org.bailiwick.validation.Http01Scene.sentences;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

class Http01RedirectTest {

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

    /** Redirects the challenge to one place; the proof is wherever it ends. */
    private WebServer redirecting(int status, String location) throws IOException {
        return scene.serve((request, out) -> {
            boolean first = WebServer.target(request).equals(PATH) && request.contains("\r\nHost: web.test");
            String to = location.replace("PORT", Integer.toString(scene.port()));
            (first ? WebServer.redirect(status, to) : WebServer.text(200, PROOF)).answer(request, out);
        });
    }

    /** V4. */
    @ParameterizedTest
    @CsvSource({
        "301, /elsewhere",
        "302, elsewhere?x=y",
        "303, http://web.test:PORT/elsewhere",
        "307, http://other.test:PORT/elsewhere",
        "308, //other.test:PORT/.well-known/acme-challenge/x",
        "302, http://127.0.0.1:PORT/",
        "302, HTTP://OTHER.test.:PORT/",
    })
    void aRedirectIsFollowed(int status, String location) throws IOException {
        scene.dns.host("other.test", "127.0.0.1");
        WebServer server = redirecting(status, location);
        ValidationResult result = scene.attempt();
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(result.trace().steps())
                .filteredOn(s -> s.kind() == Kind.REDIRECTED)
                .singleElement()
                .satisfies(s -> assertThat(s.sentence()).startsWith("redirected to http://"));
    }

    @Test
    void eachHopHasItsOwnHostHeader() throws IOException {
        scene.dns.host("other.test", "127.0.0.1");
        WebServer server = redirecting(302, "http://other.test:PORT/x");
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
        assertThat(server.requests().get(1))
                .startsWith("GET /x HTTP/1.1\r\nHost: other.test:" + scene.port() + "\r\n")
                .doesNotContain("Referer");
    }

    @Test
    void aPathWithTwoSlashesStaysOnTheHost() throws IOException {
        WebServer server = redirecting(302, "http://web.test:PORT//evil.test/x");
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
        assertThat(server.requests().get(1)).startsWith("GET //evil.test/x HTTP/1.1\r\nHost: web.test:");
    }

    /** V4, V6: {@code /0} redirects to {@code /1} and so on. */
    private void countingDown(int redirects) throws IOException {
        scene.serve((request, out) -> {
            String target = WebServer.target(request);
            int number = target.equals(PATH) ? 0 : Integer.parseInt(target.substring(1));
            (number < redirects ? WebServer.redirect(302, "/" + (number + 1)) : WebServer.text(200, PROOF))
                    .answer(request, out);
        });
    }

    @Test
    void tenRedirectsAreFollowed() throws IOException {
        countingDown(10);
        assertThat(scene.attempt()).isInstanceOf(Proven.class);
    }

    @Test
    void anEleventhRedirectIsNotFollowed() throws IOException {
        countingDown(11);
        NotProven failure = scene.failure();
        assertThat(failure.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(failure.problem().detail()).contains("/10 redirects once more, after 10 redirects");
        assertThat(failure.transientFailure()).isFalse();
    }

    @Test
    void redirectsCanBeSwitchedOff() throws IOException {
        countingDown(1);
        scene.redirectLimit(0);
        assertThat(scene.problem().detail()).contains("after 0 redirects");
    }

    @Test
    void aLoopEndsAtOnce() throws IOException {
        WebServer server = scene.serve((request, out) -> WebServer.redirect(
                        302, WebServer.target(request).equals(PATH) ? "/back" : PATH)
                .answer(request, out));
        assertThat(scene.problem().detail()).startsWith("The redirects go round in circles");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aRedirectToItselfIsALoop() throws IOException {
        WebServer server = redirecting(302, "http://WEB.TEST:PORT" + PATH + "#again");
        assertThat(scene.problem().detail()).startsWith("The redirects go round in circles");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /a\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
            })
    void aRedirectHasOneLocation(String answer) throws IOException {
        scene.serve(WebServer.raw(answer));
        assertThat(scene.problem().detail()).contains("a redirect has one");
    }

    /** V6: the other server would notice a connection. */
    @Test
    void anotherPortIsNotContacted() throws IOException {
        try (WebServer other = WebServer.start(WebServer.text(200, PROOF))) {
            redirecting(302, "http://web.test:" + other.port() + "/");
            assertThat(scene.problem().detail()).contains("port " + other.port() + " is not permitted");
            assertThat(other.connections()).isZero();
        }
    }

    /** V6, V7, V11: more of these in HttpUrlTest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://web.test/",
                "file:///etc/passwd",
                "http://a@web.test/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://[fe80::1%25eth0]/",
                "http://[::ffff:127.0.0.1]/",
                "http://web.test:22/",
                "/a b",
                "http://web.test%00/",
            })
    void anOddRedirectIsRefused(String location) throws IOException {
        WebServer server = redirecting(302, location);
        Problem problem = scene.problem();
        assertThat(problem.type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(problem.detail()).startsWith("The server redirects to \"" + Problem.printable(location) + "\"");
        assertThat(server.connections()).isEqualTo(1);
    }

    /** V11: a bare CR in a header must neither reach a request line nor the problem. */
    @Test
    void aLineBreakInALocationInjectsNothing() throws IOException {
        WebServer server = redirecting(302, "/x\rX-Injected: y");
        assertThat(scene.problem().detail()).doesNotContain("\r");
        assertThat(server.requests()).hasSize(1);
    }

    /** V7. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.2",
                "169.254.169.254",
                "0.0.0.0",
                "[::]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "224.0.0.1",
                "255.255.255.255",
                "[2002:7f00:2::]",
            })
    void aRedirectToAnAddressThatIsNotPermittedIsRefused(String address) throws IOException {
        scene.permitting("default, 127.0.0.1");
        redirecting(302, "http://" + address + "/");
        NotProven failure = scene.failure();
        assertThat(failure.problem().detail()).startsWith("A redirect of web.test led to another server");
        assertThat(failure.transientFailure()).isTrue();
        assertThat(failure.trace().steps().get(failure.trace().steps().size() - 1))
                .satisfies(s -> assertThat(s.kind()).isEqualTo(Kind.REFUSED))
                .satisfies(s -> assertThat(s.sentence()).startsWith("refused to connect to "));
    }

    /** V8. */
    @Test
    void aRedirectToANameWithAnAddressThatIsNotPermittedIsRefused() throws IOException {
        scene.permitting("default, 127.0.0.1, !10.0.0.9");
        scene.dns.host("ca.test", "10.0.0.9");
        redirecting(302, "http://ca.test/admin");
        assertThat(sentences(scene.attempt()))
                .contains("refused to connect to 10.0.0.9: this CA is configured never to contact that address");
    }

    /** V9: one look at the DNS per hop, and the connection goes to the address that was judged. */
    @Test
    void aNameIsResolvedOncePerHop() throws IOException {
        scene.permitting("127.0.0.1");
        scene.dns.script("rebind.test", Type.A, NameServer.addresses("127.0.0.1"), NameServer.addresses("127.0.0.2"));
        WebServer server =
                scene.serve((request, out) -> WebServer.redirect(302, "/next").answer(request, out));
        NotProven failure = (NotProven) scene.attempt("dns", "rebind.test");
        assertThat(server.requests()).hasSize(1);
        assertThat(scene.dns.queries())
                .filteredOn(q -> q.equals("A rebind.test"))
                .hasSize(2);
        assertThat(sentences(failure)).contains("refused to connect to 127.0.0.2: loopback is not a permitted target");
    }

    /** V9: the second answer would lead elsewhere; there is no second question. */
    @Test
    void aNameIsNotResolvedAgainToConnect() throws IOException {
        scene.permitting("127.0.0.1");
        scene.dns.script("rebind.test", Type.A, NameServer.addresses("127.0.0.1"), NameServer.addresses("127.0.0.2"));
        scene.serve(WebServer.text(200, PROOF));
        assertThat(scene.attempt("dns", "rebind.test")).isInstanceOf(Proven.class);
        assertThat(scene.dns.queries()).containsExactlyInAnyOrder("A rebind.test", "AAAA rebind.test");
    }

    @Test
    void onlyPermittedAddressesOfANameAreUsed() throws IOException {
        scene.permitting("127.0.0.1");
        scene.dns.host("mixed.test", "127.0.0.2", "169.254.169.254", "127.0.0.1", "::1");
        scene.serve(WebServer.text(200, PROOF));
        ValidationResult result = scene.attempt("dns", "mixed.test");
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(result.trace().steps())
                .filteredOn(s -> s.kind() == Kind.REFUSED)
                .extracting(ValidationStep::addressUsed)
                .containsExactly("::1", "127.0.0.2", "169.254.169.254");
        assertThat(result.trace().steps())
                .filteredOn(s -> s.kind() == Kind.CONNECTED)
                .extracting(ValidationStep::addressUsed)
                .containsExactly("127.0.0.1");
    }

    /** Nobody learns how another server inside the network answers, or that there is one: by no word and no number. */
    @ParameterizedTest
    @CsvSource({"200, hello", "200, ''", "401, ''", "404, ''", "418, ''", "503, ''", "308, ''"})
    void whatAnotherServerAnswersIsNotTold(int status, String body) throws IOException {
        scene.dns.host("other.test", "127.0.0.1");
        scene.serve((request, out) -> (request.contains("Host: web.test")
                        ? WebServer.redirect(302, "http://other.test:" + scene.port() + "/x")
                        : WebServer.text(status, body))
                .answer(request, out));
        assertElsewhere();
    }

    @Test
    void whereAnotherServerLeadsIsNotTold() throws IOException {
        scene.dns.host("other.test", "127.0.0.1");
        scene.serve((request, out) -> (request.contains("Host: web.test")
                        ? WebServer.redirect(302, "http://other.test:" + scene.port() + "/x")
                        : WebServer.redirect(302, "https://vault.test:8200/?token=secret"))
                .answer(request, out));
        assertElsewhere();
    }

    @Test
    void whetherThereIsAnotherServerIsNotTold() throws IOException {
        scene.serve((request, out) ->
                WebServer.redirect(302, "http://nobody.test/x").answer(request, out));
        assertElsewhere();
        scene.dns.host("nobody.test", "127.0.0.9");
        assertElsewhere();
    }

    private void assertElsewhere() {
        ValidationResult result = scene.attempt();
        assertThat(result).isInstanceOfSatisfying(NotProven.class, failure -> {
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
            assertThat(failure.problem().detail())
                    .isEqualTo("A redirect of web.test led to another server (another name or address), where the key"
                            + " authorization was not found. What happened there is not told; answer without a"
                            + " redirect, or redirect to the same name.");
        });
        List<ValidationStep> steps = result.trace().steps();
        assertThat(steps.get(steps.size() - 1).elsewhere()).isTrue();
        assertThat(steps.stream().filter(step -> !step.elsewhere())).last().satisfies(step -> assertThat(step.kind())
                .isEqualTo(Kind.REDIRECTED));
        assertThat(steps.stream().filter(ValidationStep::elsewhere).map(ValidationStep::told))
                .allSatisfy(
                        step -> assertThat(step.toString()).doesNotContain("other.test", "vault", "nobody", "127.0.0"));
    }

    /** The name leads to another address by the second look-up. */
    @Test
    void theSameNameAtAnotherAddressIsAnotherServer() throws IOException {
        scene.permitting("127.0.0.1, 127.0.0.2");
        scene.dns.script("web.test", Type.AAAA, NameServer.addresses());
        scene.dns.script("web.test", Type.A, NameServer.addresses("127.0.0.1"), NameServer.addresses("127.0.0.2"));
        scene.serve((request, out) -> WebServer.redirect(302, "/api/secret").answer(request, out));
        assertElsewhere();
    }

    /** By the second look-up the name may lead to a server that is none of the client's, and the path is any. */
    @Test
    void afterARedirectToTheSameNameTheContentIsNotTold() throws IOException {
        scene.serve((request, out) -> (WebServer.target(request).equals(Http01Scene.PATH)
                        ? WebServer.redirect(302, "/api/secret")
                        : WebServer.text(200, "hello"))
                .answer(request, out));
        assertThat(scene.problem().detail()).contains("/api/secret").doesNotContain("hello");
    }

    @Test
    void manyHopsKeepTheTraceSmall() throws IOException {
        scene.redirectLimit(20);
        String[] many = IntStream.range(2, 40).mapToObj(i -> "127.0.0." + i).toArray(String[]::new);
        scene.permitting("127.0.0.1");
        scene.dns.host("web.test", many);
        countingDown(30);
        assertThat(scene.attempt().trace().steps()).hasSizeLessThanOrEqualTo(100);
    }
}
