package org.bailiwick.validation;

import org.bailiwick.acme.ChallengeType;

/** Validates challenges of one type (RFC 8555 §8). Safe for use by many threads. */
public interface ChallengeValidator {

    /** The type of the challenges that this one validates. */
    ChallengeType type();

    /**
     * Makes one attempt. Blocks, and for no longer than {@link ValidationSettings#timeLimit}. Whatever the network
     * does is in the result; nothing is thrown.
     */
    ValidationResult validate(ChallengeAttempt attempt);
}
