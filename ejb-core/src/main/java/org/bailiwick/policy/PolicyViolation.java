package org.bailiwick.policy;

import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.SubjectName;

/**
 * One name that one level refuses.
 *
 * @param level which level
 * @param rule the deciding rule as an administrator wrote it, or a few words if it is the lack of one
 * @param name the refused name
 * @param sentence why, for the person who asked
 */
public record PolicyViolation(PolicyLevel level, String rule, SubjectName name, String sentence) {

    /** As RFC 8555 §6.7 says it: {@code rejectedIdentifier}, about the name if an order can have it. */
    public Problem problem() {
        Problem problem = ProblemType.REJECTED_IDENTIFIER.problem(sentence);
        return name instanceof Identifier identifier ? problem.about(identifier) : problem;
    }
}
