package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Identifier;

/**
 * The policies of all levels that a request must pass: every level must permit every name.
 *
 * @param authority the authority's own; empty if it was never given one, and then every name is refused, as it is by one
 *     without a rule
 * @param narrower those of the levels below, which can only narrow
 */
public record IssuancePolicy(Optional<NamePolicy> authority, List<NamePolicy> narrower) {

    public IssuancePolicy {
        authority = authority.filter(policy -> !policy.isEmpty());
        narrower = List.copyOf(narrower);
    }

    /** Judges all names at every level. */
    public PolicyDecision decide(List<? extends Identifier> identifiers) {
        List<PolicyViolation> violations = new ArrayList<>();
        for (Identifier identifier : identifiers) {
            if (authority.isEmpty()) {
                violations.add(withoutPolicy(identifier));
            }
            authority.flatMap(level -> level.violationOf(identifier)).ifPresent(violations::add);
            for (NamePolicy level : narrower) {
                level.violationOf(identifier).ifPresent(violations::add);
            }
        }
        return violations.isEmpty() ? new PolicyDecision.Permitted() : new PolicyDecision.Refused(violations);
    }

    private static PolicyViolation withoutPolicy(Identifier identifier) {
        return new PolicyViolation(
                PolicyLevel.AUTHORITY,
                "no policy",
                identifier,
                "\"%s\" is refused: this authority has no policy yet, so it permits no name."
                        .formatted(identifier.value()));
    }
}
