package org.bailiwick.policy;

import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;

/** What a policy says: permitted, or refused with every violation. Never a boolean. */
public sealed interface PolicyDecision {

    /** A problem about each name that is refused (RFC 8555 §6.7.1); none if all are permitted. */
    List<Problem> problems();

    /** All names are permitted at every level. */
    record Permitted() implements PolicyDecision {
        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /**
     * At least one name is refused.
     *
     * @param violations all of them, in the order of the names
     */
    record Refused(List<PolicyViolation> violations) implements PolicyDecision {
        public Refused {
            violations = List.copyOf(violations);
            if (violations.isEmpty()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }

        @Override
        public List<Problem> problems() {
            return violations.stream().map(PolicyViolation::problem).toList();
        }
    }

    /**
     * Goes on if permitted.
     *
     * @throws AcmeException {@code rejectedIdentifier} with every violation if refused
     */
    default void orRefuse() {
        if (!problems().isEmpty()) {
            throw new AcmeException(Problem.together(problems()));
        }
    }
}
