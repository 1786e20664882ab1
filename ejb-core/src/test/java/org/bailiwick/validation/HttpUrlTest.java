package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlTest {

    private static final int CHALLENGE_PORT = 5002;
    private static final HttpUrl BASE =
            new HttpUrl(false, Identifier.parse("dns", "web.corp"), 80, "/.well-known/acme-challenge/token?old");

    @ParameterizedTest
    @CsvSource({
        "dns, web.corp, 80, http://web.corp/.well-known/acme-challenge/, web.corp",
        "dns, web, 8080, http://web:8080/.well-known/acme-challenge/, web:8080",
        "ip, 10.1.2.3, 80, http://10.1.2.3/.well-known/acme-challenge/, 10.1.2.3",
        "ip, fd00::1, 80, http://[fd00::1]/.well-known/acme-challenge/, [fd00::1]",
        "ip, fd00::1, 81, http://[fd00::1]:81/.well-known/acme-challenge/, [fd00::1]:81",
        "dns, web.corp, 443, http://web.corp:443/.well-known/acme-challenge/, web.corp:443",
    })
    void theChallengeIsWhereTheRfcSays(String type, String name, int port, String url, String authority) {
        Token token = Token.random();
        HttpUrl challenge = HttpUrl.challenge(Identifier.parse(type, name), port, token);
        assertThat(challenge.text()).isEqualTo(url + token.value());
        assertThat(challenge.authority()).isEqualTo(authority);
    }

    /** V4, V11: what is followed, and as what. */
    @ParameterizedTest
    @CsvSource({
        "http://other.corp/x, http://other.corp/x",
        "http://other.corp, http://other.corp/",
        "http://other.corp?q, http://other.corp/?q",
        "https://other.corp/x, https://other.corp/x",
        "https://other.corp:443/x, https://other.corp/x",
        "http://other.corp:80/x, http://other.corp/x",
        "http://other.corp:/x, http://other.corp/x",
        "http://other.corp:443/x, http://other.corp:443/x",
        "https://other.corp:80/x, https://other.corp:80/x",
        "http://other.corp:5002/x, http://other.corp:5002/x",
        "HTTP://OTHER.Corp./X, http://other.corp/X",
        "http://xn--bcher-kva.corp/, http://xn--bcher-kva.corp/",
        "http://other/x, http://other/x",
        "http://10.1.2.3/x, http://10.1.2.3/x",
        "http://[fd00::1]/x, http://[fd00::1]/x",
        "http://[fd00::1]:80/x, http://[fd00::1]/x",
        "http://other.corp/x#fragment, http://other.corp/x",
        "http://other.corp/%0d%0aX:%20y, http://other.corp/%0d%0aX:%20y",
        "http://other.corp//x, http://other.corp//x",
        "//other.corp/x, http://other.corp/x",
        "/x, http://web.corp/x",
        "/x?y#z, http://web.corp/x?y",
        "x, http://web.corp/.well-known/acme-challenge/x",
        "./x, http://web.corp/.well-known/acme-challenge/x",
        "../x, http://web.corp/.well-known/x",
        "?y, http://web.corp/.well-known/acme-challenge/token?y",
        "#z, http://web.corp/.well-known/acme-challenge/token?old",
    })
    void aRedirectIsResolved(String location, String url) throws ValidationFailure {
        assertThat(BASE.redirect(location, CHALLENGE_PORT).text()).isEqualTo(url);
    }

    @Test
    void aRelativeRedirectKeepsSchemeHostAndPort() throws ValidationFailure {
        HttpUrl base = new HttpUrl(true, Identifier.parse("ip", "fd00::1"), CHALLENGE_PORT, "/a/b");
        assertThat(base.redirect("c", CHALLENGE_PORT).text()).isEqualTo("https://[fd00::1]:5002/a/c");
        assertThat(base.redirect("//x.corp/c", CHALLENGE_PORT).text()).isEqualTo("https://x.corp/c");
    }

    /** V6. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://web.corp:22/",
                "http://web.corp:8080/",
                "http://web.corp:5432/",
                "https://web.corp:8443/",
                "http://web.corp:0/",
                "http://web.corp:65536/",
                "http://web.corp:99999999999/",
                "http://web.corp:-80/",
                "http://web.corp:80:80/",
                "http://web.corp:http/",
            })
    void anotherPortIsRefused(String location) {
        assertRefused(location);
    }

    /** V6. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://web.corp/",
                "file:///etc/passwd",
                "gopher://web.corp:80/x",
                "jar:http://web.corp/a.jar!/x",
                "ldap://web.corp/",
                "javascript:alert(1)",
                "data:text/plain,x",
                "ws://web.corp/",
                "http:web.corp",
                "http:/web.corp",
                "http:",
                "https:",
                "http://",
                "http:///x",
                "://web.corp",
                ":",
            })
    void anotherSchemeIsRefused(String location) {
        assertRefused(location);
    }

    /** V7: whatever some resolver would read as an address; canonical addresses are judged when connecting. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://127.0.1/",
                "http://0177.0.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.1./",
                "http://127.0.0.1.1/",
                "http://0/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/",
                "http://[::7f00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fe80::1%eth0]/",
                "http://[::1/",
                "http://[FD00::1]/",
                "http://[0:0:0:0:0:0:0:1]/",
                "http://[v1.x]/",
                "http://[]/",
                "http://::1/",
                "http://127.0.0.1%00.corp/",
                "http://127%2e0.0.1/",
            })
    void anOddAddressIsRefused(String location) {
        assertRefused(location);
    }

    /** V11. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "http://a@web.corp/",
                "http://a:b@web.corp/",
                "http://@web.corp/",
                "http://web.corp@evil.corp/",
                "http://web.corp%00/",
                "http://web.corp/\u0000",
                "http://web.corp/\r\nX: y",
                "http://web.corp/ x",
                "http://web.corp\\@evil.corp/",
                "http://web_.corp/",
                "http://*.corp/",
                "http://-web.corp/",
                "http://web..corp/",
                "http://web.corp../",
                "http://b\u00fccher.corp/",
                "http://web.corp/\u00fc",
                "http://\uff57eb.corp/",
                "http://web\u3002corp/",
                "http://ab--cd.corp/",
                "http://xn--a.corp/",
                "http://web.corp/<x>",
                "http://web.corp/\"",
                "http://web.corp/{x}",
                "http://web.corp/%zz",
                "%zz",
            })
    void whatIsNoPlainUrlIsRefused(String location) {
        assertRefused(location);
    }

    @Test
    void aVeryLongUrlIsRefused() {
        assertRefused("http://web.corp/" + "x".repeat(2000));
        assertRefused("http://web.corp/" + "x".repeat(100_000));
    }

    /** Each step of a relative redirect may be short, and the path grow all the same. */
    @Test
    void aPathThatGrowsIsRefused() throws ValidationFailure {
        HttpUrl first = BASE.redirect("/" + "x/".repeat(900), 80);
        ValidationFailure refusal =
                catchThrowableOfType(ValidationFailure.class, () -> first.redirect("y/".repeat(900), 80));
        assertThat(refusal).hasMessageContaining("longer than 2000 characters");
    }

    @Test
    void aLongUrlIsShortenedInASentence() throws ValidationFailure {
        HttpUrl url = BASE.redirect("/" + "x".repeat(1900), 80);
        assertThat(url.shown()).hasSize(501).endsWith("x…");
    }

    private static void assertRefused(String location) {
        ValidationFailure refusal =
                catchThrowableOfType(ValidationFailure.class, () -> BASE.redirect(location, CHALLENGE_PORT));
        assertThat(refusal).as(location).isNotNull();
        NotProven outcome = refusal.notProven(new TraceRecorder().trace());
        assertThat(outcome.problem().type()).isEqualTo(ProblemType.INCORRECT_RESPONSE);
        assertThat(outcome.problem().detail())
                .startsWith("The server redirects to \"" + Problem.printable(location) + "\", which is not followed: ")
                .endsWith(".")
                .doesNotEndWith("..");
        assertThat(outcome.transientFailure()).isFalse();
    }
}
