package org.bailiwick.policy;

import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;

/** What a policy says: permitted, or refused with every violation. Never a boolean. */
public sealed interface PolicyDecision {

    /** All names are permitted at every level. */
    record Permitted() implements PolicyDecision {}

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

        /** All violations as one problem document (RFC 8555 §6.7.1). */
        public Problem problem() {
            return Problem.together(
                    violations.stream().map(PolicyViolation::problem).toList());
        }
    }

    /**
     * Goes on if permitted.
     *
     * @throws AcmeException {@code rejectedIdentifier} with every violation if refused
     */
    default void orRefuse() {
        if (this instanceof Refused refused) {
            throw new AcmeException(refused.problem());
        }
    }
}
