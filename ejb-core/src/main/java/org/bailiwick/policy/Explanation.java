package org.bailiwick.policy;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.SubjectName;

/**
 * What every level says of every name, and by which rule: the one judgement from which decisions are made.
 *
 * @param names in their order
 */
public record Explanation(List<ExplainedName> names) {

    public Explanation {
        names = List.copyOf(names);
    }

    /**
     * What every level says of one name.
     *
     * @param name the name
     * @param levels a judgement for each level, the highest first
     */
    public record ExplainedName(SubjectName name, List<Judgement> levels) {

        public ExplainedName {
            levels = List.copyOf(levels);
        }

        /** Whether every level permits it. */
        public boolean permitted() {
            return levels.stream().allMatch(Judgement::permitted);
        }
    }

    /** Whether every level permits every name. */
    public boolean permitted() {
        return names.stream().allMatch(ExplainedName::permitted);
    }

    /**
     * Every violation, in the order of the names. A common name that only repeats a name which the same level refuses is not
     * told a second time.
     */
    public List<PolicyViolation> violations() {
        List<PolicyViolation> all = judgements()
                .flatMap(judgement -> judgement.violation().stream())
                .toList();
        return all.stream().filter(violation -> !repeats(violation, all)).toList();
    }

    private static boolean repeats(PolicyViolation violation, List<PolicyViolation> all) {
        return violation.name() instanceof CommonName common
                && common.readAs()
                        .filter(name -> all.stream()
                                .anyMatch(other -> other.level() == violation.level()
                                        && other.name().equals(name)))
                        .isPresent();
    }

    /** What decided at each level, said once if it decided of several names. */
    public Map<PolicyLevel, Set<String>> deciding() {
        Map<PolicyLevel, Set<String>> deciding = new EnumMap<>(PolicyLevel.class);
        judgements().forEach(judgement -> deciding.computeIfAbsent(judgement.level(), absent -> new LinkedHashSet<>())
                .add(judgement.decidedBy()));
        return deciding;
    }

    private Stream<Judgement> judgements() {
        return names.stream().flatMap(name -> name.levels().stream());
    }
}
