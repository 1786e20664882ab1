package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bailiwick.validation.NameServer.name;
import static org.bailiwick.validation.NameServer.rcode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.validation.NameResolver.ResolvedName;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** Where names are looked for: localhost, the hosts file, the search list, one's own name servers. */
@Timeout(60)
class NameResolverSettingsTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

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

    private ResolvedName resolve(NameResolver resolver, String name) throws ValidationFailure {
        return resolver.resolve(new DnsIdentifier(name), Deadline.in(AMPLE), trace);
    }

    private List<String> addressesOf(String name) throws ValidationFailure {
        return texts(resolve(dns.resolver(), name));
    }

    private static List<String> texts(ResolvedName resolved) {
        return resolved.addresses().stream().map(IpIdentifier::text).toList();
    }

    private NotProven failure(NameResolver resolver, String name) {
        ValidationFailure failure = catchThrowableOfType(ValidationFailure.class, () -> resolve(resolver, name));
        assertThat(failure).isNotNull();
        NotProven outcome = failure.notProven(trace.trace());
        assertThat(outcome.problem().type()).isEqualTo(ProblemType.DNS);
        return outcome;
    }

    /** RFC 6761 §6.3. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "web.localhost", "a.b.localhost"})
    void localhostIsLoopbackWithoutAsking(String name) throws ValidationFailure {
        dns.host(name, "10.6.6.6");
        assertThat(addressesOf(name)).containsExactly("::1", "127.0.0.1");
        assertThat(dns.queries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.test", "notlocalhost", "localhost.localdomain"})
    void whatOnlyLooksLikeLocalhostIsAskedFor(String name) throws ValidationFailure {
        dns.host(name, "10.0.0.1");
        assertThat(addressesOf(name)).containsExactly("10.0.0.1");
    }

    @Test
    void aSingleLabelIsLookedForInTheSearchListFirst() throws ValidationFailure {
        dns.host("printer.b.test", "10.0.0.2").host("printer", "10.0.0.3");
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(name("a.test"), name("b.test")), null);
        ResolvedName resolved = resolve(system, "printer");
        assertThat(texts(resolved)).containsExactly("10.0.0.2");
        assertThat(resolved.askedAs()).isEqualTo("printer.b.test");
        assertThat(trace.trace().steps())
                .extracting(ValidationStep::kind)
                .containsExactly(Kind.NOT_RESOLVED, Kind.RESOLVED);
        assertThat(trace.trace().steps().get(1).sentence())
                .startsWith("resolved printer as printer.b.test to 10.0.0.2");
    }

    @Test
    void aSingleLabelIsAlsoANameByItself() throws ValidationFailure {
        dns.host("printer", "10.0.0.3");
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(name("a.test")), null);
        assertThat(texts(resolve(system, "printer"))).containsExactly("10.0.0.3");
    }

    /** Skipping a domain that does not answer could end at another host of that name. */
    @Test
    void theSearchStopsWhereNobodyAnswers() {
        dns.scriptAddresses("printer.a.test", rcode(Rcode.SERVFAIL)).host("printer", "10.0.0.3");
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(name("a.test")), null);
        NotProven failure = failure(system, "printer");
        assertThat(failure.problem().detail()).contains("could not resolve printer.a.test (SERVFAIL)");
        assertThat(failure.transientFailure()).isTrue();
    }

    @Test
    void aSearchThatFindsNothingTellsAllOfIt() {
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(name("a.test")), null);
        assertThat(failure(system, "printer").problem().detail())
                .contains("printer.a.test does not exist (NXDOMAIN); ")
                .endsWith("says that printer does not exist (NXDOMAIN).");
    }

    @Test
    void aNameWithADotIsNotSearchedFor() {
        dns.host("web.test.a.test", "10.6.6.6");
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(name("a.test")), null);
        assertThat(failure(system, "web.test").transientFailure()).isFalse();
    }

    @Test
    void theHostsFileComesFirstAndIsReadEachTime(@TempDir Path folder) throws IOException, ValidationFailure {
        Path hosts = folder.resolve("hosts");
        dns.host("web.test", "10.0.0.9");
        NameResolver system = new NameResolver(List.of(dns.address()), List.of(), new HostsFile(hosts));
        assertThat(texts(resolve(system, "web.test"))).containsExactly("10.0.0.9");
        Files.writeString(
                hosts,
                """
                # 10.6.6.6 web.test
                10.0.0.1\tother.test  WEB.test. # web.test
                  fd00::1 web.test

                10.0.0.2 web.test
                nonsense web.test
                010.0.0.1
                10.0.0.3 web.test.corp
                """);
        ResolvedName resolved = resolve(system, "web.test");
        assertThat(texts(resolved)).containsExactly("fd00::1", "10.0.0.1", "10.0.0.2");
        assertThat(resolved.resolver()).isEqualTo("hosts file");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.53, 10.0.0.53",
        "10.0.0.53:53, 10.0.0.53",
        "10.0.0.53:5353, 10.0.0.53:5353",
        "fd00::53, fd00::53",
        "[fd00::53]:53, fd00::53",
        "[fd00::53]:5353, [fd00::53]:5353",
        "' 10.0.0.53 , [fd00::53]:5353 ', '10.0.0.53, [fd00::53]:5353'",
        "system, system",
    })
    void nameServersAreReadFromText(String text, String canonical) {
        assertThat(NameResolver.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "10.0.0.53,",
                "dns.corp",
                "dns.corp:53",
                "10.0.0.53:0",
                "10.0.0.53:65536",
                "10.0.0.53:",
                "10.0.0.53:x",
                "[fd00::53]",
                "fd00::53:5353:",
                "[10.0.0.53:53",
                "System",
                "10.0.0.53 10.0.0.54",
            })
    void whatIsNoNameServerIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameResolver.parse(text))
                .withMessageContaining("is not a name server such as");
    }

    @Test
    void ownNameServersAreAtLeastOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> NameResolver.of(List.<InetSocketAddress>of()));
    }
}
