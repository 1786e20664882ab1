package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are no names, or none that a certificate may have (RFC 8555 §7.1.4, RFC 8738). */
class BadIdentifierIT {

    private static final String SYNTAX =
            "RFC 5280 §4.2.1.6: The name MUST be in the \"preferred name syntax\", as specified by Section 3.5 of [RFC1034]";
    private static final String LENGTH = "RFC 1035 §2.3.4: labels 63 octets or less, names 255 octets or less";
    private static final String ENCODED =
            "RFC 8555 §7.1.4: Servers MUST verify any identifier values that begin with the ASCII-Compatible Encoding prefix \"xn--\" … are properly encoded";
    private static final String CERTIFICATE_FORM =
            "RFC 8555 §7.1.4: The domain name MUST be encoded in the form in which it would appear in a certificate";
    private static final String WILDCARD =
            "RFC 8555 §7.1.3: A wildcard domain name consists of a single asterisk character followed by a single full stop character";
    private static final String NO_ADDRESS =
            "RFC 8738 §3: it MUST create an authorization with the identifier type \"ip\"";
    private static final String IPV4 =
            "RFC 8738 §3: textual form of the address as defined in Section 2.1 of [RFC1123] for IPv4";
    private static final String IPV6 = "RFC 8738 §3: and in Section 4 of [RFC5952] for IPv6";
    private static final String REFUSED =
            "RFC 8555 §7.4: The server MUST return an error if it cannot fulfill the request as specified";

    private static final String LABEL_OF_63 = "a".repeat(63);

    private final AcmeClient client;

    BadIdentifierIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    /** The limits from within, and the names beside those below: so the tables are not about something else. */
    @Test
    void theNamesBesideThemAreAccepted() throws IOException, InterruptedException {
        String ofTwoHundredFiftyThree = (LABEL_OF_63 + ".").repeat(3) + "b".repeat(51) + ".localhost";
        assertThat(ofTwoHundredFiftyThree).hasSize(253);
        for (String name : List.of(
                LABEL_OF_63 + ".localhost",
                ofTwoHundredFiftyThree,
                "UPPER.Localhost",
                "dot.localhost.",
                "xn--bcher-kva.localhost",
                "3com.localhost",
                "*.wild.localhost")) {
            assertThat(order("dns", name).status()).as(name).isEqualTo(201);
        }
        for (String address : List.of("127.0.0.1", "::1")) {
            assertThat(order("ip", address).status()).as(address).isEqualTo(201);
        }
    }

    static Stream<BadRequest<BadIdentifierIT>> names() {
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        rows.addAll(malformed(
                "dns", SYNTAX, "", ".", "..", ".a.localhost", "a..localhost", "a.localhost..", "-a.localhost"));
        rows.addAll(malformed("dns", SYNTAX, "a-.localhost", "a.-", " a.localhost", "a.localhost ", "a b.localhost"));
        rows.addAll(malformed("dns", SYNTAX, "a.localhost\n", "a.localhost\t", "a,b.localhost", "a!.localhost"));
        rows.addAll(
                malformed("dns", SYNTAX, "https://a.localhost/", "//a.localhost", "a.localhost:443", "a.localhost/x"));
        rows.addAll(malformed("dns", SYNTAX, "root@a.localhost", "a.localhost?x", "a.localhost#x", "a%2elocalhost"));
        rows.addAll(malformed("dns", SYNTAX, "ab--cd.localhost", "\\097.localhost", "(a).localhost"));
        rows.addAll(malformed("dns", LENGTH, "a".repeat(64) + ".localhost", "*." + "a".repeat(64) + ".localhost"));
        rows.addAll(malformed("dns", LENGTH, (LABEL_OF_63 + ".").repeat(3) + "b".repeat(52) + ".localhost"));
        rows.addAll(malformed("dns", LENGTH, "a.".repeat(200) + "localhost", "x".repeat(20_000)));
        rows.addAll(
                malformed("dns", CERTIFICATE_FORM, "b\u00fccher.localhost", "\uff41.localhost", "a\u3002localhost"));
        rows.addAll(malformed("dns", CERTIFICATE_FORM, "a\u00ad.localhost", "a\u200d.localhost", "\u202ea.localhost"));
        rows.addAll(malformed("dns", CERTIFICATE_FORM, "\u212a.localhost", "w\u0131ki.localhost", "\ufeffa.localhost"));
        rows.addAll(rejected(CERTIFICATE_FORM, "_acme-challenge.a.localhost", "a_b.localhost", "*._tcp.localhost"));
        return rows.stream();
    }

    static Stream<BadRequest<BadIdentifierIT>> aLabels() {
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        rows.addAll(rejected(ENCODED, "xn--a.localhost", "xn--99999999.localhost", "xn--zzzzzzzzzzzz.localhost"));
        // a full-width letter, a soft hyphen, a joiner, an accent that is not composed
        rows.addAll(rejected(ENCODED, "xn--ecret-fs33a.localhost", "xn--secret-dja.localhost"));
        rows.addAll(rejected(ENCODED, "xn--secret-rf0c.localhost", "xn--secret-mxd.localhost"));
        // an emoji, a direction mark, a leading accent
        rows.addAll(rejected(ENCODED, "xn--ls8h.localhost", "xn--secret-9l0c.localhost", "xn--a-wbb.localhost"));
        rows.addAll(rejected(ENCODED, "*.xn--a.localhost", "a.xn--0.localhost"));
        rows.addAll(malformed("dns", ENCODED, "xn--.localhost", "xn--secret-.localhost"));
        return rows.stream();
    }

    static Stream<BadRequest<BadIdentifierIT>> wildcards() {
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        rows.addAll(
                malformed("dns", WILDCARD, "*", "*.", "**", "*.*", "*.*.localhost", "**.localhost", "a.*.localhost"));
        rows.addAll(malformed("dns", WILDCARD, "a.*", "*a.localhost", "a*.localhost", "f*o.localhost", "*..localhost"));
        rows.addAll(malformed("dns", WILDCARD, ".*.localhost", "*.127.0.0.1", "%2a.localhost", "\uff0a.localhost"));
        rows.addAll(malformed("ip", WILDCARD, "*", "*.0.0.1", "127.0.0.*"));
        return rows.stream();
    }

    static Stream<BadRequest<BadIdentifierIT>> addresses() {
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        rows.addAll(
                malformed("dns", NO_ADDRESS, "127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0x7f.1", "0177.0.0.1"));
        rows.addAll(malformed("dns", NO_ADDRESS, "::1", "[::1]", "a.1", "a.0x7f", "127.0.0.1:443", "127.0.0.0/8"));
        rows.addAll(malformed(
                "ip", IPV4, "", "127.0.0.01", "127.0.0.001", "0127.0.0.1", "0x7f.0.0.1", "127.1", "2130706433"));
        rows.addAll(malformed(
                "ip", IPV4, "127.0.0.256", "127.0.0", "127.0.0.1.", "127.0.0.1.1", "127.0.0.-1", " 127.0.0.1"));
        rows.addAll(malformed("ip", IPV4, "127.0.0.1\n", "127.0.0.1/32", "127.0.0.1:443", "\u0661.0.0.1", "localhost"));
        rows.addAll(malformed("ip", IPV6, "::ffff:127.0.0.1", "::ffff:7f00:1", "::127.0.0.1", "64:ff9b::127.0.0.1"));
        rows.addAll(malformed("ip", IPV6, "::1%lo", "fe80::1%eth0", "fe80::1%25eth0", "[::1]", "::1/128", "::1:443:"));
        rows.addAll(
                malformed("ip", IPV6, "FD00::1", "fd00:0:0:0:0:0:0:1", "fd00::0001", "fd00:0::1", "0::1", "1::2::3"));
        rows.addAll(malformed("ip", IPV6, ":::", ":1", "::g", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9"));
        return rows.stream();
    }

    /** The quick start permits names below localhost and the addresses of this machine. */
    static Stream<BadRequest<BadIdentifierIT>> policy() {
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        rows.addAll(
                rejected(REFUSED, "www.example.com", "localhost.example", "evillocalhost.example", "*.example.com"));
        rows.addAll(
                refused("ip", REFUSED, "rejectedIdentifier", "192.0.2.1", "169.254.169.254", "2001:db8::1", "0.0.0.0"));
        return rows.stream();
    }

    static Stream<BadRequest<BadIdentifierIT>> types() {
        String type = "RFC 8555 §7.4: type (required, string): The type of identifier";
        List<BadRequest<BadIdentifierIT>> rows = new ArrayList<>();
        for (String other : List.of("DNS", "dns ", "IP", "email", "uri", "dns\u0000")) {
            String problem = other.indexOf('\u0000') < 0 ? "unsupportedIdentifier" : "malformed";
            rows.addAll(refused(other, type, problem, "a.localhost"));
        }
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "aLabels", "wildcards", "addresses", "policy", "types"})
    void isRefused(BadRequest<BadIdentifierIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = bad.assertRefused(client, this);

        assertThat(answer.json().containsKey("identifier")).isFalse();
        NewOrders.assertNone(client);
    }

    private static List<BadRequest<BadIdentifierIT>> malformed(String type, String sentence, String... values) {
        return refused(type, sentence, "malformed", values);
    }

    private static List<BadRequest<BadIdentifierIT>> rejected(String sentence, String... names) {
        return refused("dns", sentence, "rejectedIdentifier", names);
    }

    private static List<BadRequest<BadIdentifierIT>> refused(
            String type, String sentence, String problem, String... values) {
        return Stream.of(values)
                .map(value -> new BadRequest<BadIdentifierIT>(
                        sentence, type + " " + shown(value), 400, problem, test -> test.order(type, value)))
                .toList();
    }

    /** JSON writes what cannot be seen as an escape. */
    private static String shown(String value) {
        String text =
                value.length() > 80 ? "%s… (%d characters)".formatted(value.substring(0, 20), value.length()) : value;
        StringBuilder shown = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean visible = (c >= ' ' && c <= '~') || c == '…';
            shown.append(visible ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return shown.append('"').toString();
    }

    private Answer order(String type, String value) throws IOException, InterruptedException {
        JsonObject identifier =
                Json.createObjectBuilder().add("type", type).add("value", value).build();
        return client.post(
                client.url("newOrder"),
                Json.createObjectBuilder()
                        .add("identifiers", Json.createArrayBuilder().add(identifier)));
    }
}
