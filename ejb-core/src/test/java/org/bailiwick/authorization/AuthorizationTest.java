package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.LIFETIME;
import static org.bailiwick.authorization.OrderScene.ORDERED;
import static org.bailiwick.authorization.OrderScene.saw;

import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.OrderScene.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTest {

    private static final Instant EXPIRY = ORDERED.plus(LIFETIME);
    private static final Instant BEFORE_EXPIRY = EXPIRY.minusNanos(1);

    /** RFC 8555 §7.1.6, the second diagram. */
    @ParameterizedTest
    @CsvSource({
        // "created in the pending state"; one that is not met in time is invalid
        "NOTHING,          PENDING,     INVALID",
        "BEGUN,            PENDING,     INVALID",
        // "challenge valid" makes it valid, and "time after expires" an expired one
        "MET,              VALID,       EXPIRED",
        // "error" makes it invalid for ever
        "FAILED,           INVALID,     INVALID",
        // "client deactivates", and that is final
        "GIVEN_UP,         DEACTIVATED, DEACTIVATED",
        "MET_AND_GIVEN_UP, DEACTIVATED, DEACTIVATED",
    })
    void anAuthorizationIsWhatHappenedToItAndTheClockSay(
            Fact fact, AuthorizationStatus before, AuthorizationStatus after) {
        Authorization authorization = after(fact);
        assertThat(authorization.statusAt(BEFORE_EXPIRY)).isEqualTo(before);
        assertThat(authorization.statusAt(EXPIRY)).isEqualTo(after);
    }

    /** RFC 8555 §7.5.2: one that has ended cannot be given up. */
    @Test
    void givingUpWhatHasEndedChangesNothing() {
        Authorization failed = after(Fact.FAILED);
        failed.deactivate(BEFORE_EXPIRY);
        assertThat(failed.statusAt(BEFORE_EXPIRY)).isEqualTo(AuthorizationStatus.INVALID);
        Authorization expired = after(Fact.MET);
        expired.deactivate(EXPIRY);
        assertThat(expired.statusAt(EXPIRY)).isEqualTo(AuthorizationStatus.EXPIRED);
        Authorization late = after(Fact.NOTHING);
        late.deactivate(EXPIRY);
        assertThat(late.statusAt(EXPIRY)).isEqualTo(AuthorizationStatus.INVALID);
    }

    @Test
    void theProblemIsThatOfTheChallengeThatFailed() {
        assertThat(after(Fact.FAILED).problem()).contains(OrderScene.REFUSED);
        assertThat(after(Fact.MET).problem()).isEmpty();
    }

    /** A failure that will be tried again is the challenge's matter, not yet the authorization's. */
    @Test
    void aPassingFailureIsNoProblemOfTheAuthorization() {
        Authorization authorization = after(Fact.BEGUN);
        authorization.challenges().get(0).retryAfter(OrderScene.REFUSED, saw("refused"), ORDERED);
        assertThat(authorization.problem()).isEmpty();
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.PENDING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host.corp", "*.corp"})
    void itKeepsTheNameAsItWasOrdered(String name) {
        Authorization authorization = Authorization.pending(
                ResourceId.random(ORDERED),
                ResourceId.random(ORDERED),
                0,
                new DnsIdentifier(name),
                List.of(ChallengeType.HTTP_01),
                ORDERED,
                EXPIRY);
        assertThat(authorization.identifier()).isEqualTo(new DnsIdentifier(name));
        assertThat(authorization.wildcard()).isEqualTo(name.startsWith("*."));
    }

    private static Authorization after(Fact fact) {
        return OrderScene.order(List.of(fact)).authorizations().get(0);
    }
}
