package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.Token;
import org.bailiwick.validation.ChallengeAttempt;
import org.bailiwick.validation.ChallengeValidator;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.ValidationResult;
import org.junit.jupiter.api.Test;

class ValidatorsTest {

    /** V28: whatever goes wrong, the attempt ends. */
    @Test
    void aValidatorThatThrowsIsAFailedAttempt() {
        Token token = Token.random();
        JwkThumbprint key = new JwkThumbprint("LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ");
        ValidationResult result = Validators.attempt(
                new Broken(),
                new ChallengeAttempt(new DnsIdentifier("host.corp"), token, KeyAuthorization.of(token, key)));
        assertThat(result).isInstanceOfSatisfying(NotProven.class, failure -> {
            assertThat(failure.problem().type()).isEqualTo(ProblemType.SERVER_INTERNAL);
            assertThat(failure.problem().detail()).doesNotContain("secret");
            assertThat(failure.transientFailure()).isTrue();
        });
    }

    private static final class Broken implements ChallengeValidator {
        @Override
        public ChallengeType type() {
            return ChallengeType.HTTP_01;
        }

        @Override
        public ValidationResult validate(ChallengeAttempt attempt) {
            throw new IllegalStateException("secret of the inside");
        }
    }
}
