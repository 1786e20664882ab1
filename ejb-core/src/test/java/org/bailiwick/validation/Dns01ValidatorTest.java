package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.TOKEN;
import static org.bailiwick.validation.NameServer.name;
import static org.bailiwick.validation.NameServer.rcode;
import static org.bailiwick.validation.NameServer.response;
import static org.bailiwick.validation.NameServer.silence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.NameServer.Reply;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** V16 and V17. */
@Timeout(60)
class Dns01ValidatorTest {

    /** base64url(SHA-256) of the scene's key authorization, computed elsewhere. */
    private static final String PROOF = "ZTRx1Ckl1-tM05o5zaizTTA0yUy5AGereMgSNWC6Ll8";

    private static final String AT = "_acme-challenge.web.test";
    private static final Duration AMPLE = Duration.ofSeconds(30);

    private NameServer dns;
    private Duration limit = AMPLE;

    @BeforeEach
    void open() throws IOException {
        dns = NameServer.start();
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
    }

    private ValidationResult attempt(String type, String name) {
        ValidationSettings settings =
                new ValidationSettings(ValidationTargets.DEFAULT, dns.resolver(), Ports.STANDARD, null, limit, 0);
        Dns01Validator validator = new Dns01Validator(settings);
        assertThat(validator.type()).isEqualTo(ChallengeType.DNS_01);
        return validator.validate(new ChallengeAttempt(Identifier.parse(type, name), TOKEN, KEY_AUTHORIZATION));
    }

    private void assertProven() {
        assertThat(attempt("dns", "web.test")).isInstanceOf(Proven.class);
    }

    private NotProven failure() {
        return (NotProven) attempt("dns", "web.test");
    }

    private NotProven failure(ProblemType type, boolean transientFailure) {
        NotProven failure = failure();
        assertThat(failure.problem().type()).isEqualTo(type);
        assertThat(failure.problem().detail()).contains(AT).endsWith(".");
        assertThat(failure.transientFailure()).isEqualTo(transientFailure);
        return failure;
    }

    private NameServer txt(String name, String... strings) {
        return dns.add(record(name, strings));
    }

    private static Record record(String name, String... strings) {
        return new TXTRecord(name(name), DClass.IN, 0, List.of(strings));
    }

    private String server() {
        return "127.0.0.1:" + dns.address().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "web.test,            _acme-challenge.web.test",
        "*.web.test,          _acme-challenge.web.test",
        "web,                 _acme-challenge.web",
        "web.localhost,       _acme-challenge.web.localhost",
        "localhost,           _acme-challenge.localhost",
        "*.localhost,         _acme-challenge.localhost",
        "web.internal,        _acme-challenge.web.internal",
        "xn--bcher-kva.test,  _acme-challenge.xn--bcher-kva.test",
    })
    void theDigestIsAskedForBelowTheName(String identifier, String at) {
        txt(at, PROOF);
        ValidationResult result = attempt("dns", identifier);
        assertThat(result).isInstanceOf(Proven.class);
        assertThat(dns.queries()).containsExactly("TXT " + at);
    }

    @Test
    void theTraceTellsWhatWasAskedAndGot() {
        txt(AT, "old");
        txt(AT, PROOF);
        List<ValidationStep> steps = attempt("dns", "web.test").trace().steps();
        assertThat(steps).extracting(ValidationStep::kind).containsExactly(Kind.RESOLVED, Kind.CONCLUDED);
        assertThat(steps.get(0).sentence())
                .startsWith("asked for TXT " + AT + ", got \"old\", \"" + PROOF + "\" (resolver " + server() + ", ");
        assertThat(steps.get(0).resolver()).isEqualTo(server());
    }

    /** One name, several clients: any of the records may be the right one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void theRightValueIsFoundAmongWrongOnes(int position) {
        for (int i = 0; i < 6; i++) {
            txt(AT, i == position ? PROOF : "wrong" + i);
        }
        assertProven();
    }

    @Test
    void theRightValueIsFoundAmongTwoHundred() {
        for (int i = 0; i < 200; i++) {
            txt(AT, i == 133 ? PROOF : "x".repeat(43) + i);
        }
        dns.script(AT, Type.TXT, dns.truncatedUnlessTcp());
        assertProven();
        assertThat(dns.queries()).containsExactly("TXT " + AT, "TCP TXT " + AT);
    }

    /** 64 KiB is what an answer can hold; not all of it is looked at. */
    @Test
    void anAnswerAsLargeAsCanBeIsRead() {
        Record[] many = IntStream.range(0, 235)
                .mapToObj(i -> record(AT, "x".repeat(252) + i))
                .toArray(Record[]::new);
        dns.script(AT, Type.TXT, (query, tcp) -> {
            Message message = response(query, Rcode.NOERROR, tcp ? List.of(many) : List.of());
            if (!tcp) {
                message.getHeader().setFlag(Flags.TC);
            }
            return message.toWire(65_535);
        });
        NotProven failure = failure(ProblemType.INCORRECT_RESPONSE, true);
        assertThat(failure.problem().detail()).hasSizeLessThan(700).endsWith(" more.");
    }

    @ParameterizedTest
    @CsvSource({
        "20, 40, 43",
        "1, 2, 3",
        "0, 0, 43",
        "43, 43, 43",
    })
    void theStringsOfARecordAreOneValue(int one, int two, int three) {
        txt(
                AT,
                PROOF.substring(0, one),
                PROOF.substring(one, two),
                PROOF.substring(two, three),
                PROOF.substring(three));
        assertProven();
    }

    @Test
    void recordsAreNotPutTogether() {
        txt(AT, PROOF.substring(0, 20)).add(record(AT, PROOF.substring(20)));
        failure(ProblemType.INCORRECT_RESPONSE, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "wrong", PROOF + " ", " " + PROOF, PROOF + "=", "'" + PROOF + "'"})
    void anotherValueIsNoProof(String value) {
        txt(AT, value);
        failure(ProblemType.INCORRECT_RESPONSE, true);
    }

    @Test
    void theKeyAuthorizationItselfAndAnotherCaseAreNoProof() {
        txt(AT, KEY_AUTHORIZATION.value());
        txt(AT, PROOF.toLowerCase(Locale.ROOT));
        NotProven failure = failure(ProblemType.INCORRECT_RESPONSE, true);
        assertThat(failure.problem().detail())
                .isEqualTo(
                        "No TXT record of %s has the expected value \"%s\"; found was \"%s\", \"%s\".",
                        AT, PROOF, KEY_AUTHORIZATION.value(), PROOF.toLowerCase(Locale.ROOT));
    }

    @Test
    void whatWasFoundIsToldPrintableAndCutOff() {
        txt(AT, "a\u0000\u001b[31m");
        txt(AT, "b".repeat(150));
        txt(AT, "c");
        txt(AT, "d");
        txt(AT, "e");
        String detail = failure(ProblemType.INCORRECT_RESPONSE, true).problem().detail();
        assertThat(detail)
                .contains("\"" + "b".repeat(100) + "…\"")
                .endsWith("\"c\" and 2 more.")
                .doesNotContain("\u0000")
                .doesNotContain("\u001b");
        assertThat(detail.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(600);
    }

    @Test
    void aNameThatDoesNotExistYetIsTriedAgain() {
        assertThat(failure(ProblemType.DNS, true).problem().detail())
                .isEqualTo(
                        "No TXT record was found at %s: %s says that %s does not exist (NXDOMAIN).", AT, server(), AT);
    }

    @Test
    void aNameWithoutTextsIsTriedAgain() {
        dns.host(AT, "10.0.0.1");
        assertThat(failure(ProblemType.DNS, true).problem().detail()).endsWith("has no TXT record.");
    }

    @ParameterizedTest
    @CsvSource({"2, SERVFAIL", "5, REFUSED", "4, NOTIMP", "1, FORMERR"})
    void aFailureOfTheServerIsToldAndTriedAgain(int rcode, String told) {
        dns.script(AT, Type.TXT, rcode(rcode));
        assertThat(failure(ProblemType.DNS, true).problem().detail()).endsWith("(" + told + ").");
    }

    @Test
    void silenceEndsAtTheTimeLimit() {
        limit = Duration.ofMillis(300);
        dns.script(AT, Type.TXT, silence());
        assertThat(failure(ProblemType.DNS, true).problem().detail()).contains("did not answer in time");
    }

    @Test
    void aLostPacketIsNotTheEnd() {
        limit = Duration.ofSeconds(2);
        txt(AT, PROOF);
        dns.script(AT, Type.TXT, silence(), proof(AT));
        assertProven();
    }

    private static Reply proof(String at) {
        return (query, tcp) ->
                response(query, Rcode.NOERROR, List.of(record(at, PROOF))).toWire();
    }

    @Test
    void anAliasIsFollowed() {
        dns.alias(AT, "web.acme.test").alias("web.acme.test", "other.acme.test");
        txt("other.acme.test", PROOF);
        assertProven();
    }

    @Test
    void anAliasThatTheServerDoesNotFollowIsFollowedByUs() {
        Record alias = new CNAMERecord(name(AT), DClass.IN, 0, name("web.acme.test"));
        txt("web.acme.test", PROOF);
        dns.script(AT, Type.TXT, (query, tcp) -> response(query, Rcode.NOERROR, List.of(alias))
                .toWire());
        assertProven();
        assertThat(dns.queries()).containsExactly("TXT " + AT, "TXT web.acme.test");
    }

    @Test
    void anAliasOfNothingIsTriedAgain() {
        dns.alias(AT, "gone.test");
        failure(ProblemType.DNS, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {AT, "a.test"})
    void aLoopOfAliasesEnds(String back) {
        dns.alias(AT, "a.test").alias("a.test", "b.test").alias("b.test", back);
        assertThat(failure(ProblemType.DNS, false).problem().detail()).contains("CNAME loop");
        assertThat(dns.queries()).hasSizeLessThan(12);
    }

    /** In one answer, as a recursive server gives it, and one by one. */
    @ParameterizedTest
    @CsvSource({"8, true, true", "8, false, true", "9, true, false", "9, false, false", "20, true, false"})
    void aChainOfEightAliasesIsTheLongest(int length, boolean atOnce, boolean followed) {
        String from = AT;
        for (int i = 0; i < length; i++) {
            String to = "n" + i + ".test";
            dns.alias(from, to);
            if (!atOnce) {
                Record alias = new CNAMERecord(name(from), DClass.IN, 0, name(to));
                dns.script(from, Type.TXT, (query, tcp) -> response(query, Rcode.NOERROR, List.of(alias))
                        .toWire());
            }
            from = to;
        }
        txt(from, PROOF);
        if (followed) {
            assertProven();
        } else {
            assertThat(failure(ProblemType.DNS, false).problem().detail()).contains("chain of more than 8");
        }
    }

    @Test
    void anAnswerWithAnotherIdIsNotBelieved() {
        limit = Duration.ofMillis(500);
        dns.script(AT, Type.TXT, (query, tcp) -> {
            byte[] reply = proof(AT).to(query, tcp);
            if (reply != null) {
                reply[0] ^= 0x55;
            }
            return reply;
        });
        failure(ProblemType.DNS, true);
    }

    @Test
    void anAnswerToAnotherQuestionIsNotBelieved() {
        limit = Duration.ofMillis(500);
        dns.script(AT, Type.TXT, (query, tcp) -> {
            Message other = Message.newQuery(Record.newRecord(name("other.test"), Type.TXT, DClass.IN));
            other.getHeader().setID(query.getHeader().getID());
            return proof("other.test").to(other, tcp);
        });
        failure(ProblemType.DNS, true);
    }

    @Test
    void recordsOfAnotherNameOrSectionAreNotBelieved() {
        dns.script(AT, Type.TXT, (query, tcp) -> {
            Message message = response(query, Rcode.NOERROR, List.of(record("web.test", PROOF)));
            message.addRecord(record(AT, PROOF), Section.ADDITIONAL);
            message.addRecord(record(AT, PROOF), Section.AUTHORITY);
            return message.toWire();
        });
        failure(ProblemType.DNS, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 30})
    void anAnswerThatIsCutOffIsNotBelieved(int length) {
        limit = Duration.ofMillis(500);
        dns.script(AT, Type.TXT, (query, tcp) -> {
            byte[] reply = proof(AT).to(query, tcp);
            return reply == null ? null : Arrays.copyOf(reply, length);
        });
        failure(ProblemType.DNS, true);
    }

    /** RFC 8738 §7. */
    @Test
    void anAddressCannotBeProved() {
        NotProven failure = (NotProven) attempt("ip", "10.1.2.3");
        assertThat(failure.problem().type()).isEqualTo(ProblemType.MALFORMED);
        assertThat(failure.transientFailure()).isFalse();
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void aNameThatLeavesNoRoomForTheLabelIsToldSo() {
        String name = "a.".repeat(121) + "test";
        NotProven failure = (NotProven) attempt("dns", name);
        assertThat(failure.problem().type()).isEqualTo(ProblemType.DNS);
        assertThat(failure.problem().detail()).contains("is too long");
        assertThat(failure.transientFailure()).isFalse();
    }
}
