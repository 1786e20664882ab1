package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bailiwick.validation.NameServer.addresses;
import static org.bailiwick.validation.NameServer.name;
import static org.bailiwick.validation.NameServer.rcode;
import static org.bailiwick.validation.NameServer.response;
import static org.bailiwick.validation.NameServer.silence;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.NameResolver.ResolvedName;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** V9, V16 and V17, as far as addresses are concerned. */
@Timeout(60)
class NameResolverTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    private NameServer dns;
    private TraceRecorder trace;

    @BeforeEach
    void open() throws IOException {
        dns = NameServer.start();
        trace = new TraceRecorder();
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
    }

    private ResolvedName resolve(NameResolver resolver, String name, Duration limit) throws ValidationFailure {
        return resolver.resolve(new DnsIdentifier(name), Deadline.in(limit), trace);
    }

    private List<String> addressesOf(String name) throws ValidationFailure {
        return texts(resolve(dns.resolver(), name, AMPLE));
    }

    private static List<String> texts(ResolvedName resolved) {
        return resolved.addresses().stream().map(IpIdentifier::text).toList();
    }

    private NotProven failure(NameResolver resolver, String name, Duration limit) {
        ValidationFailure failure = catchThrowableOfType(ValidationFailure.class, () -> resolve(resolver, name, limit));
        assertThat(failure).isNotNull();
        NotProven outcome = failure.notProven(trace.trace());
        assertThat(outcome.problem().type()).isEqualTo(ProblemType.DNS);
        return outcome;
    }

    private NotProven failure(Duration limit) {
        return failure(dns.resolver(), "web.test", limit);
    }

    private String server() {
        return "127.0.0.1:" + dns.address().getPort();
    }

    @Test
    void bothFamiliesAreAskedForAndTakeTurns() throws ValidationFailure {
        dns.host("web.test", "10.0.0.1", "10.0.0.2", "10.0.0.3", "fd00::1");
        assertThat(addressesOf("web.test")).containsExactly("fd00::1", "10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(dns.queries()).containsExactlyInAnyOrder("A web.test", "AAAA web.test");
    }

    @Test
    void theTraceTellsWhoAnsweredWhat() throws ValidationFailure {
        dns.host("web.test", "10.0.0.1");
        resolve(dns.resolver(), "web.test", AMPLE);
        assertThat(trace.trace().steps()).singleElement().satisfies(step -> {
            assertThat(step.kind()).isEqualTo(Kind.RESOLVED);
            assertThat(step.resolver()).isEqualTo(server());
            assertThat(step.addressesResolved()).containsExactly("10.0.0.1");
        });
    }

    @Test
    void nothingIsRemembered() throws ValidationFailure {
        dns.script("web.test", Type.A, addresses("10.0.0.1"), addresses("10.0.0.2"));
        NameResolver resolver = dns.resolver();
        assertThat(texts(resolve(resolver, "web.test", AMPLE))).containsExactly("10.0.0.1");
        assertThat(texts(resolve(resolver, "web.test", AMPLE))).containsExactly("10.0.0.2");
    }

    @Test
    void thatANameDidNotExistIsNotRememberedEither() throws ValidationFailure {
        failure(AMPLE);
        dns.host("web.test", "10.0.0.1");
        assertThat(addressesOf("web.test")).containsExactly("10.0.0.1");
    }

    @Test
    void aNameThatDoesNotExistIsToldAsSuch() {
        NotProven failure = failure(AMPLE);
        assertThat(failure.problem().detail())
                .isEqualTo("No address was found for web.test: " + server()
                        + " says that web.test does not exist (NXDOMAIN).");
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.trace().steps()).extracting(ValidationStep::kind).containsExactly(Kind.NOT_RESOLVED);
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void aNameWithoutAddressesIsToldAsSuch() {
        dns.add(new TXTRecord(name("web.test"), DClass.IN, 0, "x"));
        NotProven failure = failure(AMPLE);
        assertThat(failure.problem().detail()).endsWith("says that web.test has no AAAA or A record.");
        assertThat(failure.transientFailure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2, could not resolve web.test (SERVFAIL).",
        "5, did not want to resolve web.test (REFUSED).",
        "4, did not want to resolve web.test (NOTIMP).",
        "1, did not want to resolve web.test (FORMERR).",
    })
    void aFailureOfTheServerIsToldByItsName(int rcode, String ending) {
        dns.scriptAddresses("web.test", rcode(rcode));
        NotProven failure = failure(AMPLE);
        assertThat(failure.problem().detail()).endsWith(server() + " " + ending);
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void silenceIsToldAsSuch() {
        dns.scriptAddresses("web.test", silence());
        NotProven failure = failure(SHORT);
        assertThat(failure.problem().detail()).contains(server()).contains("web.test");
        assertThat(failure.problem().detail()).endsWith("did not answer in time when asked for web.test.");
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void aServerThatIsNotThereIsToldAsSuch() throws IOException {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, loopback())) {
            port = socket.getLocalPort();
        }
        NotProven failure = failure(NameResolver.parse("127.0.0.1:" + port), "web.test", SHORT);
        assertThat(failure.problem().detail()).contains("127.0.0.1:" + port);
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void aLostPacketIsNotTheEnd() throws ValidationFailure {
        dns.script("web.test", Type.A, silence(), addresses("10.0.0.1"));
        dns.script("web.test", Type.AAAA, silence(), rcode(Rcode.NOERROR));
        assertThat(texts(resolve(dns.resolver(), "web.test", Duration.ofSeconds(2))))
                .containsExactly("10.0.0.1");
    }

    @Test
    void anotherServerIsAskedWhenOneFails() throws IOException, ValidationFailure {
        dns.scriptAddresses("web.test", rcode(Rcode.SERVFAIL));
        try (NameServer second = NameServer.start()) {
            second.host("web.test", "10.0.0.1");
            NameResolver both = NameResolver.of(List.of(dns.address(), second.address()));
            ResolvedName resolved = resolve(both, "web.test", AMPLE);
            assertThat(texts(resolved)).containsExactly("10.0.0.1");
            assertThat(resolved.resolver())
                    .isEqualTo("127.0.0.1:" + second.address().getPort());
        }
    }

    @Test
    void anotherServerIsNotAskedWhenOneIsSure() throws IOException {
        try (NameServer second = NameServer.start()) {
            second.host("web.test", "10.0.0.1");
            failure(NameResolver.of(List.of(dns.address(), second.address())), "web.test", AMPLE);
            assertThat(second.queries()).isEmpty();
        }
    }

    /** Load balancers that fail on AAAA are a classic. */
    @Test
    void oneFamilyIsEnough() throws ValidationFailure {
        dns.script("web.test", Type.A, addresses("10.0.0.1"));
        dns.script("web.test", Type.AAAA, rcode(Rcode.SERVFAIL));
        assertThat(addressesOf("web.test")).containsExactly("10.0.0.1");
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void anAnswerThatIsNoAnswerToOneFamilyIsNotSure() {
        dns.script("web.test", Type.A, rcode(Rcode.SERVFAIL));
        dns.script("web.test", Type.AAAA, rcode(Rcode.NOERROR));
        assertThat(failure(AMPLE).transientFailure()).isTrue();
    }

    @Test
    void aTruncatedAnswerIsFetchedOverTcp() throws ValidationFailure {
        String[] many = IntStream.range(1, 200).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        dns.host("web.test", many).scriptAddresses("web.test", dns.truncatedUnlessTcp());
        assertThat(addressesOf("web.test")).hasSize(ValidationStep.MAXIMUM_ADDRESSES);
        assertThat(dns.queries()).contains("A web.test", "TCP A web.test");
    }

    @Test
    void anAliasIsFollowed() throws ValidationFailure {
        dns.alias("web.test", "a.test").alias("a.test", "b.test").host("b.test", "10.0.0.1");
        assertThat(addressesOf("web.test")).containsExactly("10.0.0.1");
    }

    @Test
    void anAliasThatTheServerDoesNotFollowIsFollowedByUs() throws ValidationFailure {
        Record alias = new CNAMERecord(name("web.test"), DClass.IN, 0, name("a.test"));
        dns.host("a.test", "10.0.0.1")
                .scriptAddresses("web.test", (query, tcp) -> response(query, Rcode.NOERROR, List.of(alias))
                        .toWire());
        assertThat(addressesOf("web.test")).containsExactly("10.0.0.1");
    }

    @Test
    void anAliasOfNothingIsNoSuchName() {
        dns.alias("web.test", "gone.test");
        assertThat(failure(AMPLE).transientFailure()).isFalse();
    }

    @Test
    void aLoopOfAliasesEnds() {
        dns.alias("web.test", "a.test").alias("a.test", "web.test");
        NotProven failure = failure(AMPLE);
        assertThat(failure.problem().detail()).contains("CNAME loop");
        assertThat(failure.transientFailure()).isFalse();
        assertThat(dns.queries()).hasSizeLessThan(10);
    }

    @Test
    void anEndlessChainOfAliasesEnds() {
        dns.alias("web.test", "n0.test");
        for (int i = 0; i < 20; i++) {
            dns.alias("n" + i + ".test", "n" + (i + 1) + ".test");
        }
        dns.host("n20.test", "10.0.0.1");
        assertThat(failure(AMPLE).problem().detail()).contains("chain of more than 8");
    }

    /** V17. */
    @Test
    void anAnswerWithAnotherIdIsNotBelieved() throws IOException {
        dns.scriptAddresses("web.test", (query, tcp) -> {
            byte[] reply = addresses("10.6.6.6").to(query, tcp);
            if (reply != null) {
                reply[0] ^= 0x55;
            }
            return reply;
        });
        NotProven failure = failure(SHORT);
        assertThat(failure.problem().detail()).doesNotContain("10.6.6.6");
        assertThat(failure.transientFailure()).isTrue();
    }

    /** V17. */
    @Test
    void anAnswerToAnotherQuestionIsNotBelieved() {
        dns.scriptAddresses("web.test", (query, tcp) -> {
            Message other = Message.newQuery(Record.newRecord(name("other.test"), Type.A, DClass.IN));
            other.getHeader().setID(query.getHeader().getID());
            return addresses("10.6.6.6").to(other, tcp);
        });
        assertThat(failure(SHORT).transientFailure()).isTrue();
    }

    /** V17. */
    @Test
    void recordsOfAnotherNameAreNotBelieved() throws IOException {
        InetAddress evil = InetAddress.getByAddress(new byte[] {10, 6, 6, 6});
        Record glue = new ARecord(name("other.test"), DClass.IN, 0, evil);
        dns.scriptAddresses("web.test", (query, tcp) -> {
            Message message = response(query, Rcode.NOERROR, List.of(glue));
            message.addRecord(glue, Section.ADDITIONAL);
            Record own = new ARecord(query.getQuestion().getName(), DClass.IN, 0, evil);
            message.addRecord(own, Section.ADDITIONAL);
            message.addRecord(own, Section.AUTHORITY);
            return message.toWire();
        });
        assertThat(failure(AMPLE).problem().detail()).endsWith("has no AAAA or A record.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 20})
    void anAnswerThatIsCutOffIsNotBelieved(int length) {
        dns.scriptAddresses("web.test", (query, tcp) -> {
            byte[] reply = addresses("10.6.6.6").to(query, tcp);
            return reply == null ? null : Arrays.copyOf(reply, length);
        });
        assertThat(failure(SHORT).transientFailure()).isTrue();
    }

    @Test
    void garbageIsNotBelieved() {
        dns.scriptAddresses("web.test", (query, tcp) -> {
            byte[] garbage = new byte[512];
            Arrays.fill(garbage, (byte) 0xc0);
            byte[] reply = response(query, Rcode.NOERROR, List.of()).toWire();
            System.arraycopy(reply, 0, garbage, 0, 2);
            return garbage;
        });
        assertThat(failure(SHORT).transientFailure()).isTrue();
    }

    /** Java makes an IPv4 address of it, and as such it is judged. */
    @Test
    void anIpv4MappedAddressIsAnIpv4Address() throws ValidationFailure, IOException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        dns.add(new AAAARecord(name("web.test"), DClass.IN, 0, mapped));
        assertThat(resolve(dns.resolver(), "web.test", AMPLE).addresses())
                .allSatisfy(
                        a -> assertThat(ValidationTargets.DEFAULT.permits(a)).isFalse());
    }

    /** What goes wrong with names ends as a problem of the challenge, and nothing is connected to. */
    @Test
    void anAttemptForANameThatDoesNotResolveIsNotProven() throws IOException {
        try (Http01Scene scene = new Http01Scene()) {
            WebServer server = scene.serve(WebServer.text(200, "x"));
            NotProven failure = (NotProven) scene.attempt("dns", "gone.test");
            assertThat(failure.problem().type()).isEqualTo(ProblemType.DNS);
            assertThat(failure.problem().detail()).contains("gone.test").contains("NXDOMAIN");
            assertThat(server.connections()).isZero();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
