package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Token;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationSettingsTest {

    private static final NameResolver RESOLVER = NameResolver.parse("10.0.0.53");

    @Test
    void theStandardIsThatOfTheRfc() {
        ValidationSettings standard = ValidationSettings.standard();
        assertThat(standard.ports()).isEqualTo(new Ports(80, 443));
        assertThat(standard.sourceAddress()).isNull();
        assertThat(standard.timeLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(standard.redirectLimit()).isEqualTo(10);
        assertThat(standard.targets()).isEqualTo(ValidationTargets.DEFAULT);
        assertThat(standard.resolver()).hasToString("system");
    }

    @ParameterizedTest
    @CsvSource({
        "0,     443,   PT10S,  10, http-01 port",
        "65536, 443,   PT10S,  10, http-01 port",
        "80,    0,     PT10S,  10, tls-alpn-01 port",
        "80,    65536, PT10S,  10, tls-alpn-01 port",
        "80,    443,   PT0S,   10, time limit",
        "80,    443,   PT-1S,  10, time limit",
        "80,    443,   PT2M1S, 10, time limit",
        "80,    443,   PT10S,  -1, redirect limit",
        "80,    443,   PT10S,  21, redirect limit",
    })
    void whatMakesNoSenseIsRefused(int http01, int tlsAlpn01, Duration timeLimit, int redirectLimit, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ValidationSettings(
                        ValidationTargets.DEFAULT,
                        RESOLVER,
                        new Ports(http01, tlsAlpn01),
                        null,
                        timeLimit,
                        redirectLimit))
                .withMessageContaining(what);
    }

    @Test
    void anAttemptIsForOneToken() {
        Token token = Token.random();
        KeyAuthorization other = KeyAuthorization.of(Token.random(), new JwkThumbprint("a".repeat(43)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChallengeAttempt(new DnsIdentifier("web.corp"), token, other));
    }

    @Test
    void aStepIsPrintableAndNotTooLong() {
        ValidationStep step = new ValidationStep(
                Kind.ANSWERED,
                "x".repeat(10_000),
                "http://a/\r\n\u001b[31m\u202e",
                "h\u00f6st",
                80,
                Collections.nCopies(1000, "10.0.0.1"),
                null,
                "a\u0000b");
        assertThat(step.sentence()).hasSize(500).endsWith("…");
        assertThat(step.url()).isEqualTo("http://a/???[31m?");
        assertThat(step.hostname()).isEqualTo("h?st");
        assertThat(step.addressesResolved()).hasSize(16);
        assertThat(step.resolver()).isEqualTo("a?b");
    }

    @Test
    void aTraceKeepsItsLastSteps() {
        List<ValidationStep> steps = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            steps.add(new ValidationStep(Kind.ANSWERED, "step " + i, null, null, null, List.of(), null, null));
        }
        ValidationTrace trace = new ValidationTrace(steps);
        assertThat(trace.steps()).hasSize(100);
        assertThat(trace.steps().get(99).sentence()).isEqualTo("step 149");
    }
}
