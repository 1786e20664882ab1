package org.bailiwick.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.Explanation.ExplainedName;

/**
 * The policies of all levels that a request must pass: every level must permit every name.
 *
 * @param levels what each level says, the highest first; a level that is not there says nothing. The authority's is always
 *     there: if it was never given a policy, or one that allows nothing, it refuses every name.
 */
public record IssuancePolicy(Map<PolicyLevel, NamePolicy> levels) {

    public IssuancePolicy {
        Map<PolicyLevel, NamePolicy> sorted = new EnumMap<>(PolicyLevel.class);
        sorted.putAll(levels);
        sorted.putIfAbsent(PolicyLevel.AUTHORITY, NamePolicy.EMPTY);
        levels = Collections.unmodifiableMap(sorted);
    }

    /** The policy of an authority, empty if it was never given one, and of no level below. */
    public static IssuancePolicy of(Optional<NamePolicy> authority) {
        return new IssuancePolicy(Map.of(PolicyLevel.AUTHORITY, authority.orElse(NamePolicy.EMPTY)));
    }

    /**
     * The same with what another level says.
     *
     * @param policy empty if that level says nothing; what it said before counts no more
     */
    public IssuancePolicy with(PolicyLevel level, Optional<NamePolicy> policy) {
        Map<PolicyLevel, NamePolicy> changed = new EnumMap<>(levels);
        policy.ifPresentOrElse(said -> changed.put(level, said), () -> changed.remove(level));
        return new IssuancePolicy(changed);
    }

    /** Judges all names at every level. */
    public PolicyDecision decide(List<? extends SubjectName> names) {
        return PolicyDecision.of(explain(names));
    }

    /** What every level says of every name, and by which rule. */
    public Explanation explain(List<? extends SubjectName> names) {
        List<ExplainedName> explained = new ArrayList<>(names.size());
        for (SubjectName name : names) {
            List<Judgement> judgements = new ArrayList<>(levels.size());
            levels.forEach((level, policy) -> judgements.add(policy.judge(level, name)));
            explained.add(new ExplainedName(name, judgements));
        }
        return new Explanation(explained);
    }
}
