package org.bailiwick.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.ca.OtherCa;
import org.junit.jupiter.api.Test;

class UpstreamAuthorityTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final OtherCa CA = new OtherCa();
    private static final Authority AUTHORITY = Authority.upstream(new UUID(1, 2), new AuthorityName("plant"), NOW);

    @Test
    void aSecretIsUsedOnceAndGone() {
        UpstreamAuthority upstream = UpstreamScene.enrolling(AUTHORITY, CA, NOW);
        assertThat(upstream.stateAt(NOW)).isEqualTo(UpstreamState.ENROLLING);
        assertThat(upstream.isDue(NOW)).isTrue();
        assertThat(upstream.canAsk(NOW)).isFalse();
        assertThat(upstream.certify(upstream.nextKeyLabel(NOW), UpstreamScene.path(CA, NOW)))
                .isEmpty();
        assertThat(upstream.secret()).isEmpty();
        assertThat(upstream.stateAt(NOW)).isEqualTo(UpstreamState.ENROLLED);
        assertThat(upstream.canAsk(NOW)).isTrue();
        assertThat(upstream.isDue(NOW)).isFalse();
    }

    /** 80 days and an hour, of which a third is left then. */
    @Test
    void itsCertificateIsRenewedAtTwoThirdsOfItsLife() {
        UpstreamAuthority upstream = UpstreamScene.enrolled(AUTHORITY, CA, NOW);
        assertThat(upstream.isDue(NOW.plus(Duration.ofDays(53)))).isFalse();
        assertThat(upstream.isDue(NOW.plus(Duration.ofDays(54)))).isTrue();
        assertThat(upstream.stateAt(NOW.plus(Duration.ofDays(81)))).isEqualTo(UpstreamState.EXPIRED);
        assertThat(upstream.canAsk(NOW.plus(Duration.ofDays(81)))).isFalse();
    }

    @Test
    void aRenewalHasAKeyOfItsOwnAndTellsWhichOneWasBefore() {
        UpstreamAuthority upstream = UpstreamScene.enrolled(AUTHORITY, CA, NOW);
        String first = upstream.keyLabel().orElseThrow();
        Instant later = NOW.plus(Duration.ofDays(54));
        String next = upstream.nextKeyLabel(later);
        assertThat(next).isNotEqualTo(first).isEqualTo(upstream.nextKeyLabel(later.plusSeconds(5)));
        assertThat(upstream.keyLabel()).as("until the certificate is there").contains(first);
        assertThat(upstream.certify(next, UpstreamScene.path(CA, later))).contains(first);
        assertThat(upstream.keyLabel()).contains(next);
    }

    @Test
    void aRequestIsSentAgainAsItIsForSomeMinutes() {
        UpstreamAuthority upstream = UpstreamScene.enrolling(AUTHORITY, CA, NOW);
        upstream.write(new byte[] {7}, NOW);
        upstream.fail("The CA is away.", false);
        assertThat(upstream.message(NOW.plusSeconds(60))).contains(new byte[] {7});
        assertThat(upstream.message(NOW.plus(Upstream.FRESH))).isEmpty();
        assertThat(upstream.message(NOW.minusSeconds(1)))
                .as("a clock was put back")
                .isEmpty();
        upstream.fail("The CA says no.", true);
        assertThat(upstream.message(NOW.plusSeconds(60))).isEmpty();
        assertThat(upstream.problem()).contains("The CA says no.");
        assertThat(upstream.attempts()).isEqualTo(2);
    }

    /** What it has stays in use until the new secret has led to something. */
    @Test
    void anotherSecretBeginsAnotherEnrolment() {
        UpstreamAuthority upstream = UpstreamScene.enrolled(AUTHORITY, CA, NOW);
        upstream.fail("The CA says no.", true);
        upstream.enrolBy(new SealedEnrolmentSecret("secrets", new byte[] {4}));
        assertThat(upstream.stateAt(NOW)).isEqualTo(UpstreamState.ENROLLING);
        assertThat(upstream.canAsk(NOW)).isTrue();
        assertThat(upstream.problem()).isEmpty();
        assertThat(upstream.isDue(NOW)).isTrue();
    }
}
