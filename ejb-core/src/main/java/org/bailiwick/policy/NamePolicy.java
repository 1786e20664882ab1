package org.bailiwick.policy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;

/**
 * The names that one level permits. Deny beats allow; a level with no rule says nothing. IP addresses and wildcard names
 * need allow rules that are about them; a wildcard is denied if any name that it covers is.
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
        for (NameRule rule : deny) {
            if (rule.touches(identifier)) {
                return Optional.of(refusal(identifier, "deny " + rule, "denies it by the rule \"deny " + rule + "\""));
            }
        }
        // Fail closed: who wrote rules about names only has not thought of these.
        if (identifier instanceof IpIdentifier && allow.stream().noneMatch(NameRule::isAboutAddresses)) {
            return Optional.of(refusal(identifier, "no rule permits addresses", "permits no IP addresses"));
        }
        boolean wildcard = identifier instanceof DnsIdentifier name && name.wildcard();
        if (wildcard && allow.stream().noneMatch(NameRule::isAboutWildcards)) {
            return Optional.of(refusal(identifier, "no rule permits wildcards", "permits no wildcard names"));
        }
        if (allow.isEmpty() || allow.stream().anyMatch(rule -> rule.matches(identifier))) {
            return Optional.empty();
        }
        return Optional.of(refusal(identifier, "allow " + written(allow), "permits only " + written(allow)));
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
