package org.bailiwick.policy;

import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * One name that one level refuses.
 *
 * @param level which level
 * @param rule the deciding rule as an administrator wrote it, or a few words if it is the lack of one
 * @param identifier the refused name
 * @param sentence why, for the person who asked
 */
public record PolicyViolation(PolicyLevel level, String rule, Identifier identifier, String sentence) {

    /** As RFC 8555 §6.7 says it: {@code rejectedIdentifier}, about that name. */
    public Problem problem() {
        return ProblemType.REJECTED_IDENTIFIER.problem(sentence).about(identifier);
    }
}
