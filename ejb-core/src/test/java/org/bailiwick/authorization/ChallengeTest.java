package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.LIFETIME;
import static org.bailiwick.authorization.OrderScene.ORDERED;
import static org.bailiwick.authorization.OrderScene.REFUSED;
import static org.bailiwick.authorization.OrderScene.saw;
import static org.bailiwick.authorization.OrderScene.sentences;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.junit.jupiter.api.Test;

class ChallengeTest {

    private static final Instant EXPIRY = ORDERED.plus(LIFETIME);

    private final Authorization authorization = Authorization.pending(
            ResourceId.random(ORDERED),
            ResourceId.random(ORDERED),
            0,
            new DnsIdentifier("host.corp"),
            List.of(ChallengeType.HTTP_01, ChallengeType.HTTP_01),
            ORDERED,
            EXPIRY);
    private final Challenge challenge = authorization.challenges().get(0);
    private final Challenge other = authorization.challenges().get(1);

    /** RFC 8555 §7.1.6: pending, processing, valid. */
    @Test
    void aChallengeThatIsMetMakesItsAuthorizationValid() {
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.PENDING);
        assertThat(challenge.begin(ORDERED)).isTrue();
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.PROCESSING);
        challenge.succeed(saw("looked, and saw"), ORDERED.plusSeconds(1));
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.VALID);
        assertThat(challenge.validatedAt()).contains(ORDERED.plusSeconds(1));
        assertThat(challenge.attempts()).isEqualTo(1);
        assertThat(sentences(challenge)).containsExactly("1 looked, and saw");
        assertThat(challenge.problem()).isEmpty();
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.VALID);
    }

    /** RFC 8555 §7.1.6: pending, processing, invalid. */
    @Test
    void aChallengeThatFailsMakesItsAuthorizationInvalid() {
        challenge.begin(ORDERED);
        challenge.fail(REFUSED, saw("nobody there"), ORDERED);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.INVALID);
        assertThat(challenge.problem()).contains(REFUSED);
        assertThat(sentences(challenge)).containsExactly("1 nobody there");
        assertThat(challenge.attempts()).isEqualTo(1);
        assertThat(challenge.validatedAt()).isEmpty();
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.INVALID);
    }

    /** V22: never valid after invalid. */
    @Test
    void ofTwoChallengesTheOneThatFailsFirstDecides() {
        challenge.begin(ORDERED);
        other.begin(ORDERED);
        challenge.fail(REFUSED, saw("nobody there"), ORDERED);
        other.succeed(saw("saw it"), ORDERED);
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.INVALID);
        assertThat(other.status()).isEqualTo(ChallengeStatus.INVALID);
        assertThat(other.problem().map(Problem::type)).contains(ProblemType.UNAUTHORIZED);
    }

    /** V22: and never invalid after valid. */
    @Test
    void ofTwoChallengesTheOneThatIsMetFirstDecides() {
        challenge.begin(ORDERED);
        other.begin(ORDERED);
        challenge.succeed(saw("saw it"), ORDERED);
        other.fail(REFUSED, saw("nobody there"), ORDERED);
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.VALID);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.VALID);
        assertThat(other.status()).isEqualTo(ChallengeStatus.INVALID);
    }

    @Test
    void aSecondChallengeThatIsMetIsValidToo() {
        challenge.begin(ORDERED);
        other.begin(ORDERED);
        challenge.succeed(saw("saw it"), ORDERED);
        other.succeed(saw("saw it too"), ORDERED);
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.VALID);
        assertThat(other.status()).isEqualTo(ChallengeStatus.VALID);
        assertThat(other.problem()).isEmpty();
    }

    @Test
    void successAfterTheAuthorizationHasExpiredIsTooLate() {
        challenge.begin(ORDERED);
        challenge.succeed(saw("saw it"), EXPIRY);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.INVALID);
        assertThat(challenge.problem().map(Problem::detail))
                .contains("The authorization had ended before this challenge was met.");
        assertThat(authorization.statusAt(EXPIRY)).isEqualTo(AuthorizationStatus.INVALID);
    }

    /** RFC 8555 §7.5.2: what the client gave up stays given up. */
    @Test
    void successAfterTheAuthorizationWasGivenUpIsTooLate() {
        challenge.begin(ORDERED);
        authorization.deactivate(ORDERED);
        challenge.succeed(saw("saw it"), ORDERED);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.INVALID);
        assertThat(authorization.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.DEACTIVATED);
    }

    /** RFC 8555 §8.2: while it is tried again it is processing, with the last failure in "error". */
    @Test
    void aRetryKeepsTheChallengeProcessingAndShowsTheLastFailure() {
        challenge.begin(ORDERED);
        challenge.retryAfter(REFUSED, saw("first"), ORDERED);
        challenge.retryAfter(REFUSED, saw("second"), ORDERED);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.PROCESSING);
        assertThat(challenge.attempts()).isEqualTo(2);
        assertThat(challenge.problem()).contains(REFUSED);
        assertThat(sentences(challenge)).containsExactly("1 first", "2 second");
        challenge.succeed(saw("third"), ORDERED);
        assertThat(challenge.attempts()).isEqualTo(3);
        assertThat(challenge.problem()).isEmpty();
        assertThat(sentences(challenge)).containsExactly("1 first", "2 second", "3 third");
    }

    /** When it was tried, and when it is tried again, is for who reads the trace. */
    @Test
    void theNextAttemptFollowsAfterAPauseThatGrows() {
        assertThat(challenge.nextAttempt()).isEmpty();
        challenge.begin(ORDERED);
        assertThat(challenge.nextAttempt()).isEmpty();
        assertThat(challenge.nextAttemptAfter(ORDERED)).contains(ORDERED.plusSeconds(1));
        challenge.retryAfter(REFUSED, saw("first"), ORDERED);
        assertThat(challenge.nextAttempt()).contains(ORDERED.plusSeconds(1));
        assertThat(challenge.nextAttemptAfter(ORDERED.plusSeconds(2))).contains(ORDERED.plusSeconds(5));
        challenge.retryAfter(REFUSED, saw("second"), ORDERED.plusSeconds(2));
        assertThat(challenge.nextAttempt()).contains(ORDERED.plusSeconds(5));
        assertThat(challenge.nextAttemptAfter(ORDERED)).isEmpty();
        assertThat(challenge.validationRecord().steps())
                .extracting(ValidationRecord.Step::at)
                .containsExactly(ORDERED, ORDERED.plusSeconds(2));
        challenge.fail(REFUSED, saw("third"), ORDERED.plusSeconds(6));
        assertThat(challenge.nextAttempt()).isEmpty();
    }

    /** V21: saying "ready" again is no news. */
    @Test
    void aChallengeBeginsOnce() {
        assertThat(challenge.begin(ORDERED)).isTrue();
        assertThat(challenge.begin(ORDERED)).isFalse();
        challenge.fail(REFUSED, saw(""), ORDERED);
        assertThat(challenge.begin(ORDERED)).isFalse();
        assertThat(other.begin(ORDERED)).isFalse();
        assertThat(other.status()).isEqualTo(ChallengeStatus.PENDING);
    }

    @Test
    void aChallengeOfAnExpiredAuthorizationDoesNotBegin() {
        assertThat(challenge.begin(EXPIRY)).isFalse();
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.PENDING);
    }

    @Test
    void aResultForAChallengeThatWasNotBegunOrHasEndedIsIgnored() {
        challenge.succeed(saw("early"), ORDERED);
        challenge.fail(REFUSED, saw("early"), ORDERED);
        challenge.retryAfter(REFUSED, saw("early"), ORDERED);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.PENDING);
        assertThat(challenge.attempts()).isZero();
        challenge.begin(ORDERED);
        challenge.succeed(saw("in time"), ORDERED);
        challenge.fail(REFUSED, saw("late"), ORDERED);
        challenge.succeed(saw("late"), EXPIRY);
        assertThat(challenge.status()).isEqualTo(ChallengeStatus.VALID);
        assertThat(sentences(challenge)).containsExactly("1 in time");
        assertThat(challenge.attempts()).isEqualTo(1);
    }

    /** V23. */
    @Test
    void everyChallengeHasATokenAndAnIdOfItsOwn() {
        Set<Object> seen = new HashSet<>();
        for (Challenge each : List.of(challenge, other)) {
            assertThat(seen.add(each.token())).isTrue();
            assertThat(seen.add(each.id())).isTrue();
            assertThat(each.authorization()).isSameAs(authorization);
        }
    }

    @Test
    void aRecordedProblemHoldsWhatItsColumnHolds() {
        Problem tooLong = ProblemType.DNS.problem("x".repeat(3_000));
        assertThat(RecordedProblem.of(tooLong).detail()).hasSize(2_000);
        assertThat(RecordedProblem.of(Problem.together(List.of(REFUSED, REFUSED)))
                        .problem())
                .isEqualTo(ProblemType.CONNECTION.problem(
                        "This cannot be accepted; each subproblem says why. Nobody answered. Nobody answered."));
    }
}
