package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferedChallengesTest {

    private static final Identifier HOST = new DnsIdentifier("host.corp");
    private static final Identifier WILDCARD = new DnsIdentifier("*.corp");
    private static final Identifier ADDRESS = new IpIdentifier("10.1.2.3");

    @ParameterizedTest
    @CsvSource({
        "HTTP_01,     true,  false, true",
        "DNS_01,      true,  true,  false",
        "TLS_ALPN_01, true,  false, true",
    })
    void aTypeKnowsWhatItCanProve(ChallengeType type, boolean host, boolean wildcard, boolean address) {
        assertThat(type.canProve(HOST)).isEqualTo(host);
        assertThat(type.canProve(WILDCARD)).isEqualTo(wildcard);
        assertThat(type.canProve(ADDRESS)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-01", "dns-01", "tls-alpn-01", "http-01, dns-01", "dns-01, tls-alpn-01, http-01"})
    void theTextIsReadAndWritten(String text) {
        assertThat(OfferedChallenges.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "http-01,", "HTTP-01", "http-02", "http01", "http-01 dns-01", "tls-sni-01"})
    void whatIsNoTypeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OfferedChallenges.parse(text))
                .withMessageEndingWith("is not a challenge type; write some of http-01, dns-01, tls-alpn-01");
    }

    @Test
    void noneAtAllAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OfferedChallenges(List.of()));
    }

    @Test
    void whatOneTypeCanProveIsAccepted() {
        OfferedChallenges.parse("http-01, dns-01").requireFor(List.of(HOST, WILDCARD, ADDRESS));
        OfferedChallenges.parse("tls-alpn-01").requireFor(List.of(HOST, ADDRESS));
    }

    @Test
    void aWildcardWithoutDns01IsRefused() {
        assertThat(refusal("http-01, tls-alpn-01", HOST, WILDCARD))
                .isEqualTo(Problem.together(List.of(ProblemType.REJECTED_IDENTIFIER
                        .problem("A wildcard name is proved by dns-01 only, which is not offered here.")
                        .about(WILDCARD))));
    }

    @Test
    void anAddressWithDns01OnlyIsRefused() {
        assertThat(refusal("dns-01", ADDRESS).detail())
                .isEqualTo("An IP address is proved by http-01 or tls-alpn-01 only, which is not offered here.");
    }

    @Test
    void allThatCannotBeProvedAreNamed() {
        Identifier other = new IpIdentifier("fd00::1");
        assertThat(refusal("dns-01", ADDRESS, HOST, other).subproblems())
                .extracting(Problem::identifier)
                .containsExactly(Problem.Subject.of(ADDRESS), Problem.Subject.of(other));
    }

    private static Problem refusal(String offered, Identifier... identifiers) {
        AcmeException refusal = catchThrowableOfType(
                AcmeException.class, () -> OfferedChallenges.parse(offered).requireFor(List.of(identifiers)));
        assertThat(refusal).isNotNull();
        return refusal.problem();
    }
}
