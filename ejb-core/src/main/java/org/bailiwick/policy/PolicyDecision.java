package org.bailiwick.policy;

import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;

/** What a policy says: permitted, or refused with every violation. Never a boolean. */
public sealed interface PolicyDecision {

    /** What each level said of each name. */
    Explanation explanation();

    /** A problem about each name that is refused (RFC 8555 §6.7.1); none if all are permitted. */
    List<Problem> problems();

    /** The decision that follows from what the levels said. */
    static PolicyDecision of(Explanation explanation) {
        return explanation.permitted() ? new Permitted(explanation) : new Refused(explanation);
    }

    /**
     * All names are permitted at every level.
     *
     * @param explanation why
     */
    record Permitted(Explanation explanation) implements PolicyDecision {
        public Permitted {
            if (!explanation.permitted()) {
                throw new IllegalArgumentException("not every name is permitted");
            }
        }

        @Override
        public List<Problem> problems() {
            return List.of();
        }
    }

    /**
     * At least one name is refused.
     *
     * @param explanation why
     */
    record Refused(Explanation explanation) implements PolicyDecision {
        public Refused {
            if (explanation.permitted()) {
                throw new IllegalArgumentException("a refusal says why");
            }
        }

        /** All of them, in the order of the names. */
        public List<PolicyViolation> violations() {
            return explanation.violations();
        }

        @Override
        public List<Problem> problems() {
            return violations().stream().map(PolicyViolation::problem).toList();
        }
    }

    /**
     * Goes on if permitted.
     *
     * @return why
     * @throws AcmeException {@code rejectedIdentifier} with every violation if refused
     */
    default Explanation orRefuse() {
        List<Problem> problems = problems();
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
        return explanation();
    }
}
