package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.health.Health;
import org.bailiwick.health.Health.State;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerCertificateCheckTest {

    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    private static final IssuingKey KEY = new IssuingKey(UUID.randomUUID(), "check", new CaKey(null, "issuing", null));

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, UP",
        "0, 1, 0, WARNING",
        "0, 0, 1, WARNING",
        "1, 0, 0, WARNING",
        "1, 2, 0, WARNING",
        "2, 1, 3, WARNING",
        "3, 0, 0, DOWN"
    })
    void nothingWorksWhenAllEndedAndNotBefore(int ended, int soon, int unanswered, State state) {
        assertThat(IssuerCertificateCheck.judge(ended, soon, unanswered, 3).state())
                .isEqualTo(state);
    }

    @Test
    void noIssuerIsNone() {
        assertThat(IssuerCertificateCheck.judge(0, 0, 0, 0).state()).isEqualTo(State.UP);
    }

    /** The issuing certificate itself is valid until 2060. */
    @ParameterizedTest
    @CsvSource({"61, UP", "59, WARNING", "0, WARNING", "-1, DOWN"})
    void oneAboveTheIssuingCertificateCounts(int days, State state) {
        Instant end = NOW.plus(Duration.ofDays(days));
        assertThat(check(AUTHORITY.crossSigned(end)).state()).isEqualTo(state);
        assertThat(Metrics.ISSUER_NOT_AFTER
                        .labelValues("check", KEY.issuer().toString())
                        .get())
                .isEqualTo((double) end.getEpochSecond());
    }

    /** It issues, and nobody gets an answer about what it has issued. */
    @Test
    void oneWithoutAnOcspResponderIsAWarning() {
        assertThat(check(TestAuthority.excluded().chain()).state()).isEqualTo(State.WARNING);
    }

    private static Health check(CertificateChain chain) {
        return Injected.into(
                        new IssuerCertificateCheck(),
                        new OneKey(),
                        new OneChain(chain),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .check();
    }

    private static final class OneKey extends Authorities {

        @Override
        List<IssuingKey> issuingKeys() {
            return List.of(KEY);
        }
    }

    private static final class OneChain extends Issuers {

        private final CertificateChain chain;

        OneChain(CertificateChain chain) {
            this.chain = chain;
        }

        @Override
        public CertificateChain chainOf(UUID issuer) {
            return chain;
        }
    }
}
