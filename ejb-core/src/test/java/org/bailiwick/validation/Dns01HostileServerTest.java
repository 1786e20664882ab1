package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.validation.Http01Scene.KEY_AUTHORIZATION;
import static org.bailiwick.validation.Http01Scene.TOKEN;
import static org.bailiwick.validation.NameServer.name;
import static org.bailiwick.validation.NameServer.response;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.Identifier;
import org.bailiwick.validation.NameServer.Reply;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** V16, V17: answers that have the right value in them, and are no answers (RFC 1035 §4.1, §7.3). */
@Timeout(60)
class Dns01HostileServerTest {

    /** base64url(SHA-256) of the scene's key authorization, computed elsewhere. */
    private static final String PROOF = "ZTRx1Ckl1-tM05o5zaizTTA0yUy5AGereMgSNWC6Ll8";

    private static final String AT = "_acme-challenge.web.test";

    private NameServer dns;

    @BeforeEach
    void open() throws IOException {
        dns = NameServer.start();
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
    }

    /** Edits a right answer before it is sent. */
    private interface Edit {
        void of(Message answer, Record proof);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("a question, not an answer (QR is 0)", edited((answer, proof) -> answer.getHeader()
                        .unsetFlag(Flags.QR))),
                arguments("of another kind of query", edited((answer, proof) -> answer.getHeader()
                        .setOpcode(Opcode.STATUS))),
                arguments("NXDOMAIN with a record", edited((answer, proof) -> answer.getHeader()
                        .setRcode(Rcode.NXDOMAIN))),
                arguments("SERVFAIL with a record", edited((answer, proof) -> answer.getHeader()
                        .setRcode(Rcode.SERVFAIL))),
                arguments("REFUSED with a record", edited((answer, proof) -> answer.getHeader()
                        .setRcode(Rcode.REFUSED))),
                arguments(
                        "the record in the authority section",
                        edited((answer, proof) -> moved(answer, proof, Section.AUTHORITY))),
                arguments(
                        "the record in the additional section",
                        edited((answer, proof) -> moved(answer, proof, Section.ADDITIONAL))),
                arguments(
                        "the record of the base name",
                        edited((answer, proof) -> replaced(answer, text(name("web.test"), DClass.IN, PROOF)))),
                arguments(
                        "the record of a name below",
                        edited((answer, proof) -> replaced(answer, text(name("a." + AT), DClass.IN, PROOF)))),
                arguments(
                        "the record of another class",
                        edited((answer, proof) -> replaced(answer, text(name(AT), DClass.CH, PROOF)))),
                arguments(
                        "the value twice in one record",
                        edited((answer, proof) -> replaced(answer, text(name(AT), DClass.IN, PROOF, PROOF)))),
                arguments(
                        "the value and a space in another string",
                        edited((answer, proof) -> replaced(answer, text(name(AT), DClass.IN, PROOF, " ")))),
                arguments("of no octets", (Reply) (query, tcp) -> new byte[0]),
                arguments("of the question's octets", (Reply) (query, tcp) -> query.toWire()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void isNotBelieved(String what, Reply answer) {
        dns.script(AT, Type.TXT, answer);

        assertThat(attempt()).isInstanceOf(NotProven.class);
        assertThat(dns.queries()).contains("TXT " + AT);
    }

    /** The same server, when it does nothing of that. */
    @Test
    void theRightAnswerIsBelieved() {
        dns.script(AT, Type.TXT, edited((answer, proof) -> {}));

        assertThat(attempt()).isInstanceOf(Proven.class);
    }

    /** RFC 2181 §9: what is truncated is not to be used. */
    @Test
    void whatIsInATruncatedAnswerIsNotBelieved() {
        dns.script(AT, Type.TXT, (query, tcp) -> {
            Message answer = response(query, Rcode.NOERROR, List.of(text(name(AT), DClass.IN, tcp ? "wrong" : PROOF)));
            if (!tcp) {
                answer.getHeader().setFlag(Flags.TC);
            }
            return answer.toWire();
        });

        assertThat(attempt()).isInstanceOf(NotProven.class);
        assertThat(dns.queries()).contains("TCP TXT " + AT);
    }

    @Test
    void aTruncatedAnswerThatTcpDoesNotCompleteIsNotBelieved() {
        dns.script(AT, Type.TXT, (query, tcp) -> {
            Message answer = response(query, Rcode.NOERROR, List.of(text(name(AT), DClass.IN, PROOF)));
            answer.getHeader().setFlag(Flags.TC);
            return tcp ? null : answer.toWire();
        });

        assertThat(attempt()).isInstanceOf(NotProven.class);
        assertThat(dns.queries()).contains("TCP TXT " + AT);
    }

    private ValidationResult attempt() {
        ValidationSettings settings = new ValidationSettings(
                ValidationTargets.DEFAULT, dns.resolver(), Ports.STANDARD, null, Duration.ofSeconds(2), 0);
        return new Dns01Validator(settings)
                .validate(new ChallengeAttempt(Identifier.parse("dns", "web.test"), TOKEN, KEY_AUTHORIZATION));
    }

    private static Reply edited(Edit edit) {
        return (query, tcp) -> {
            Record proof = text(name(AT), DClass.IN, PROOF);
            Message answer = response(query, Rcode.NOERROR, List.of(proof));
            edit.of(answer, proof);
            return answer.toWire();
        };
    }

    private static void moved(Message answer, Record record, int section) {
        answer.removeAllRecords(Section.ANSWER);
        answer.addRecord(record, section);
    }

    private static void replaced(Message answer, Record record) {
        answer.removeAllRecords(Section.ANSWER);
        answer.addRecord(record, Section.ANSWER);
    }

    private static Record text(Name owner, int dclass, String... strings) {
        return new TXTRecord(owner, dclass, 0, List.of(strings));
    }
}
