package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.CraftedCertificate.ACME_IDENTIFIER;
import static org.bailiwick.validation.CraftedCertificate.der;
import static org.bailiwick.validation.TlsAlpn01Scene.DIGEST;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.ValidationStep.Kind;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V18 and V19: which certificates answer a challenge. */
@Timeout(60)
class TlsAlpn01ValidatorTest {

    /** SHA-256 of the scene's key authorization, computed elsewhere. */
    private static final String PROOF = "653471d42925d7eb4cd39a39cda8b34d3034c94cb90067ab78c8123560ba2e5f";

    private static final String DRAFT = "1.3.6.1.5.5.7.1.30.1";

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
        return named().digest(DIGEST);
    }

    private static CraftedCertificate named() {
        return CraftedCertificate.ec().dns("web.test");
    }

    @Test
    void theDigestIsThatOfTheRfc() {
        assertThat(DIGEST).isEqualTo(HexFormat.of().parseHex(PROOF));
        assertThat(new TlsAlpn01Validator(ValidationSettings.standard()).type()).isEqualTo(ChallengeType.TLS_ALPN_01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theRightCertificateIsTheProof(String version) throws IOException {
        ValidationResult result = scene.speaking(version).showing(right()).attempt("dns", "web.test");
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(scene.serverNames()).containsExactly("web.test");
        assertThat(scene.protocolsAsked()).containsExactly("acme-tls/1");
        List<ValidationStep> steps = result.trace().steps();
        assertThat(steps)
                .extracting(ValidationStep::kind)
                .containsExactly(Kind.RESOLVED, Kind.CONNECTED, Kind.SECURED, Kind.CONCLUDED);
        assertThat(steps.get(2).sentence())
                .isEqualTo(
                        "negotiated %s and acme-tls/1 with 127.0.0.1 as web.test; it shows a certificate for \"web.test\"",
                        version);
    }

    @ParameterizedTest
    @CsvSource({"web.test, WEB.Test", "web, web", "web, WEB"})
    void theNameIsComparedWithoutCase(String name, String inCertificate) throws IOException {
        scene.showing(CraftedCertificate.ec().dns(inCertificate).digest(DIGEST)).assertProven("dns", name);
        assertThat(scene.serverNames()).containsExactly(name);
    }

    /** What Java's own checks, or an administrator's, may say about keys, algorithms and dates does not matter. */
    @Test
    void aWeakCertificateWillDo() throws IOException {
        scene.showing(CraftedCertificate.weakRsa().dns("web.test").digest(DIGEST))
                .assertProven("dns", "web.test");
    }

    /** RFC 8737 §3 asks for names, extension and signature, not for dates. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:01Z",
        "2199-01-01T00:00:00Z, 2199-12-31T23:59:59Z",
        "2030-01-01T00:00:00Z, 2020-01-01T00:00:00Z",
    })
    void datesDoNotMatter(String notBefore, String notAfter) throws IOException {
        scene.showing(right().valid(notBefore, notAfter)).assertProven("dns", "web.test");
    }

    /** The certificate is the first one (RFC 8446 §4.4.2). */
    @Test
    void aChainIsJudgedByItsFirstCertificate() throws IOException {
        scene.showing(right().followedBy(CraftedCertificate.ec().dns("other.test")))
                .assertProven("dns", "web.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theRightCertificateBehindAnotherIsNoProof(String version) throws IOException {
        scene.speaking(version).showing(named().digest(new byte[32]).followedBy(right()));
        scene.failure(ProblemType.UNAUTHORIZED, false);
    }

    @Test
    void furtherExtensionsDoNotMatter() throws IOException {
        scene.showing(right().extension("1.2.3.4", true, der(new byte[3])).extension(DRAFT, true, der(DIGEST)))
                .assertProven("dns", "web.test");
    }

    /** RFC 8738 §6: the name that is asked for is the reverse one. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 1.0.0.127.in-addr.arpa",
        "::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa",
    })
    void anAddressIsAskedForByItsReverseName(String address, String serverName) throws IOException {
        scene.showing(address, CraftedCertificate.ec().ip(address).digest(DIGEST))
                .assertProven("ip", address);
        assertThat(scene.serverNames()).containsExactly(serverName);
    }

    static Stream<Arguments> wrongNames() {
        return Stream.of(
                arguments("none", CraftedCertificate.ec(), "found one without a subjectAltName"),
                arguments("another", CraftedCertificate.ec().dns("other.test"), "found one for \"other.test\""),
                arguments("another too", named().dns("other.test"), "\"web.test\", \"other.test\""),
                arguments("many", named().dns("a").dns("b").dns("c").dns("d"), "\"web.test\", \"a\", \"b\" and 2 more"),
                arguments("twice", named().dns("web.test"), "\"web.test\", \"web.test\""),
                arguments("a wildcard", CraftedCertificate.ec().dns("*.test"), "\"*.test\""),
                arguments("trailing dot", CraftedCertificate.ec().dns("web.test."), "\"web.test.\""),
                arguments("longer", CraftedCertificate.ec().dns("web.test.evil"), "\"web.test.evil\""),
                arguments("a label above", CraftedCertificate.ec().dns("test"), "\"test\""),
                arguments("a label below", CraftedCertificate.ec().dns("www.web.test"), "\"www.web.test\""),
                arguments("a space", CraftedCertificate.ec().dns("web.test "), "\"web.test \""),
                arguments(
                        "a registered id",
                        named().name(new GeneralName(GeneralName.registeredID, "1.2.3")),
                        "\"web.test\", a name of another kind"),
                arguments(
                        "a directory name",
                        named().name(new GeneralName(new X500Name("CN=web.test"))),
                        "\"web.test\", a name of another kind"),
                arguments("with nul", CraftedCertificate.ec().dns("web.test\u0000.evil"), "\"web.test?.evil\""),
                arguments("an address", CraftedCertificate.ec().ip("127.0.0.1"), "\"127.0.0.1\""),
                arguments("an address too", named().ip("127.0.0.1"), "\"web.test\", \"127.0.0.1\""),
                arguments(
                        "a uri",
                        CraftedCertificate.ec()
                                .name(new GeneralName(GeneralName.uniformResourceIdentifier, "https://web.test")),
                        "another kind"),
                arguments(
                        "a mailbox",
                        named().name(new GeneralName(GeneralName.rfc822Name, "a@web.test")),
                        "\"web.test\", a name of another kind"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongNames")
    void aCertificateForAnythingElseIsNoProof(String why, CraftedCertificate wrong, String told) throws IOException {
        scene.showing(wrong.digest(DIGEST));
        String detail = scene.failure(ProblemType.UNAUTHORIZED, false).problem().detail();
        assertThat(detail)
                .startsWith("web.test port ")
                .contains("expected one for web.test and no other name")
                .contains(told);
    }

    /** The common name says nothing. */
    @Test
    void aCommonNameIsNoName() throws IOException {
        scene.dns.host("challenge", "127.0.0.1");
        scene.showing(CraftedCertificate.ec().digest(DIGEST));
        scene.failure("dns", "challenge", ProblemType.UNAUTHORIZED, false);
    }

    static Stream<Arguments> wrongAddresses() {
        return Stream.of(
                arguments("another", CraftedCertificate.ec().ip("127.0.0.2")),
                arguments("as text", CraftedCertificate.ec().dns("127.0.0.1")),
                arguments("reverse name", CraftedCertificate.ec().dns("1.0.0.127.in-addr.arpa")),
                arguments("ipv4 mapped", CraftedCertificate.ec().octets(new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1
                })),
                arguments("with a mask", CraftedCertificate.ec().octets(new byte[] {127, 0, 0, 1, -1, -1, -1, -1})),
                arguments("another too", CraftedCertificate.ec().ip("127.0.0.1").ip("::1")),
                arguments("a name too", CraftedCertificate.ec().ip("127.0.0.1").dns("localhost")),
                arguments("twice", CraftedCertificate.ec().ip("127.0.0.1").ip("127.0.0.1")),
                arguments("none", CraftedCertificate.ec()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAddresses")
    void aCertificateForAnythingElseThanTheAddressIsNoProof(String why, CraftedCertificate wrong) throws IOException {
        scene.showing(wrong.digest(DIGEST));
        assertThat(scene.failure("ip", "127.0.0.1", ProblemType.UNAUTHORIZED, false)
                        .problem()
                        .detail())
                .contains("expected one for 127.0.0.1 and no other name");
    }

    static Stream<Arguments> wrongExtensions() {
        return Stream.of(
                arguments("none", named(), "found no such extension"),
                arguments("draft one", named().extension(DRAFT, true, der(DIGEST)), "found no such extension"),
                arguments(
                        "not critical", named().extension(ACME_IDENTIFIER, false, der(DIGEST)), "that is not critical"),
                arguments("of another", named().digest(new byte[32]), "found the value 0420" + "00".repeat(32)),
                arguments(
                        "short",
                        named().digest(Arrays.copyOf(DIGEST, 31)),
                        "found the value 041f" + PROOF.substring(0, 62)),
                arguments("long", named().digest(Arrays.copyOf(DIGEST, 33)), "found the value 0421" + PROOF + "00"),
                arguments("empty", named().extension(ACME_IDENTIFIER, true, new byte[0]), "found the value ."),
                arguments("endless", named().digest(new byte[5_000]), "…"),
                arguments("without der", named().extension(ACME_IDENTIFIER, true, DIGEST), "found the value " + PROOF),
                arguments(
                        "with more behind",
                        named().extension(ACME_IDENTIFIER, true, Arrays.copyOf(der(DIGEST), 35)),
                        "found the value 0420" + PROOF + "00"),
                arguments(
                        "not der",
                        named().extension(ACME_IDENTIFIER, true, HexFormat.of().parseHex("048120" + PROOF)),
                        "found the value 048120" + PROOF),
                arguments(
                        "of hexadecimal text",
                        named().extension(ACME_IDENTIFIER, true, der(PROOF.getBytes(StandardCharsets.US_ASCII))),
                        "found the value 0440"),
                arguments("wrapped twice", named().digest(der(DIGEST)), "found the value 04220420" + PROOF),
                arguments(
                        "a sequence of it",
                        named().extension(ACME_IDENTIFIER, true, HexFormat.of().parseHex("30220420" + PROOF)),
                        "found the value 30220420" + PROOF),
                arguments(
                        "another type",
                        named().extension(ACME_IDENTIFIER, true, HexFormat.of().parseHex("0c20" + PROOF)),
                        "found the value 0c20" + PROOF));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongExtensions")
    void aCertificateWithoutTheDigestIsNoProof(String why, CraftedCertificate wrong, String told) throws IOException {
        scene.showing(wrong);
        String detail = scene.failure(ProblemType.UNAUTHORIZED, false).problem().detail();
        assertThat(detail)
                .contains("critical extension acmeIdentifier (1.3.6.1.5.5.7.1.31) with the digest " + PROOF)
                .contains(told)
                .hasSizeLessThan(500);
    }

    static Stream<Arguments> notSelfSigned() {
        return Stream.of(
                arguments("by another key", right().signedBySomebodyElse()),
                arguments("by another name", right().issuedBy("CN=a CA")),
                arguments("by a ca", right().issuedBy("CN=a CA").signedBySomebodyElse()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notSelfSigned")
    void aCertificateThatIsNotSelfSignedIsNoProof(String why, CraftedCertificate wrong) throws IOException {
        scene.showing(wrong);
        assertThat(scene.failure(ProblemType.UNAUTHORIZED, false).problem().detail())
                .endsWith(
                        "expected a self-signed one, found one whose own key did not sign it, for the subject \"CN=challenge\".");
    }

    @Test
    void aWildcardCannotBeProved() throws IOException {
        NotProven failure = (NotProven) scene.showing(right()).attempt("dns", "*.web.test");
        assertThat(failure.problem().type()).isEqualTo(ProblemType.MALFORMED);
        assertThat(failure.problem().detail()).contains("dns-01");
        assertThat(scene.dns.queries()).isEmpty();
    }
}
