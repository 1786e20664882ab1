package org.bailiwick.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;

/**
 * The names that one level permits. Deny beats allow; a level with no rule says nothing.
 *
 * @param level where it stands
 * @param allow what is permitted; when it is not empty, everything else is refused
 * @param deny what is refused whatever else permits it
 */
public record NamePolicy(PolicyLevel level, List<NameRule> allow, List<NameRule> deny) {

    public NamePolicy {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether it has no rule at all. */
    public boolean isEmpty() {
        return allow.isEmpty() && deny.isEmpty();
    }

    /** The violation of one name, if this level refuses it. */
    public Optional<PolicyViolation> violationOf(Identifier identifier) {
        if (isEmpty()) {
            return Optional.empty();
        }
        if (!(identifier instanceof DnsIdentifier name)) {
            return Optional.of(refusal(identifier, "no rule permits addresses", "permits no IP addresses"));
        }
        // Until deny rules know what a wildcard covers, a wildcard is not permitted at all: fail closed.
        if (name.wildcard()) {
            return Optional.of(refusal(name, "no rule permits wildcards", "permits no wildcard names"));
        }
        for (NameRule rule : deny) {
            if (rule.matches(name)) {
                return Optional.of(refusal(name, "deny " + rule, "denies it by the rule \"deny " + rule + "\""));
            }
        }
        if (allow.isEmpty() || allow.stream().anyMatch(rule -> rule.matches(name))) {
            return Optional.empty();
        }
        return Optional.of(refusal(name, "allow " + written(allow), "permits only " + written(allow)));
    }

    private PolicyViolation refusal(Identifier identifier, String rule, String does) {
        return new PolicyViolation(
                level,
                rule,
                identifier,
                "\"%s\" is refused: the policy of this %s %s."
                        .formatted(identifier.value(), level.name().toLowerCase(Locale.ROOT), does));
    }

    private static String written(List<NameRule> rules) {
        return String.join(", ", rules.stream().map(NameRule::toString).toList());
    }
}
