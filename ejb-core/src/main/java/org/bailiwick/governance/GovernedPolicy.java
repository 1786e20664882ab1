package org.bailiwick.governance;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;

/**
 * A policy as it stands.
 *
 * @param level at which level
 * @param subject the id of what it is the policy of
 * @param policy empty if there is none: an authority then permits no name, others permit what the levels above do
 * @param version what {@link PolicyAdministration#replace} wants to see again: a number of at most 18 digits
 */
public record GovernedPolicy(PolicyLevel level, UUID subject, Optional<NamePolicy> policy, long version) {

    static GovernedPolicy of(UUID subject, Governed governed) {
        return new GovernedPolicy(governed.level(), subject, governed.policy(), PolicyVersion.of(governed.policy()));
    }
}
