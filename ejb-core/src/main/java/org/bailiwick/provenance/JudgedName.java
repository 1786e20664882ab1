package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.bailiwick.policy.Explanation.ExplainedName;
import org.bailiwick.policy.Judgement;

/**
 * What the policies say of a name.
 *
 * @param type {@code dns} and the like, as in rules
 * @param permitted whether every level permits it
 * @param levels the highest first
 */
public record JudgedName(String type, String name, boolean permitted, List<Level> levels) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public JudgedName {
        levels = List.copyOf(levels);
    }

    static JudgedName of(ExplainedName explained) {
        return new JudgedName(
                explained.name().type(),
                explained.name().value(),
                explained.permitted(),
                explained.levels().stream().map(Level::of).toList());
    }

    /**
     * What one level says.
     *
     * @param level as JSON names it
     * @param rule what decided
     */
    public record Level(String level, boolean permitted, String rule) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        static Level of(Judgement judgement) {
            return new Level(judgement.level().member(), judgement.permitted(), judgement.decidedBy());
        }
    }
}
