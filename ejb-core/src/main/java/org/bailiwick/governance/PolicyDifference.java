package org.bailiwick.governance;

import java.io.Serial;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one policy says and another does not.
 *
 * @param added rules of the later one only
 * @param removed rules of the earlier one only
 * @param kept rules of both
 * @param wildcardsBefore whether the earlier one permitted wildcard names
 * @param wildcardsAfter whether the later one does
 */
public record PolicyDifference(
        List<PolicyRule> added,
        List<PolicyRule> removed,
        List<PolicyRule> kept,
        boolean wildcardsBefore,
        boolean wildcardsAfter)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public PolicyDifference {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        kept = List.copyOf(kept);
    }

    /** From one to another. */
    public static PolicyDifference between(PolicyDraft before, PolicyDraft after) {
        Set<PolicyRule> earlier = new HashSet<>(before.rules());
        Set<PolicyRule> later = new HashSet<>(after.rules());
        return new PolicyDifference(
                after.rules().stream().filter(rule -> !earlier.contains(rule)).toList(),
                before.rules().stream().filter(rule -> !later.contains(rule)).toList(),
                after.rules().stream().filter(earlier::contains).toList(),
                before.wildcards(),
                after.wildcards());
    }

    /** Whether the switch for wildcard names is another. */
    public boolean wildcardsChanged() {
        return wildcardsBefore != wildcardsAfter;
    }

    /** Whether both say the same. */
    public boolean none() {
        return added.isEmpty() && removed.isEmpty() && !wildcardsChanged();
    }
}
