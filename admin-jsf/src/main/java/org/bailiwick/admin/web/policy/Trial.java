package org.bailiwick.admin.web.policy;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.Judgement;
import org.bailiwick.policy.PolicyViolation;

/**
 * What the levels say of a name that somebody tries.
 *
 * @param wrong why it is no name; empty if it is one
 * @param type the word of its type
 * @param value its canonical text
 * @param permitted whether every level permits it
 * @param levels what each says, the highest first
 */
public record Trial(String wrong, String type, String value, boolean permitted, List<Level> levels)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public Trial {
        levels = List.copyOf(levels);
    }

    /**
     * What a level says.
     *
     * @param level as JSON names it
     * @param rule the deciding one, or a few words if it is the lack of one
     * @param sentence why it refuses; empty if it permits
     */
    public record Level(String level, boolean permitted, String rule, String sentence) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        private static Level of(Judgement judgement) {
            return new Level(
                    judgement.level().member(),
                    judgement.permitted(),
                    judgement.decidedBy(),
                    judgement.violation().map(PolicyViolation::sentence).orElse(""));
        }
    }

    /**
     * Reads a name and has it judged.
     *
     * @param type the word of its type; empty if its form tells
     * @param judge asks the levels
     */
    static Trial of(String type, String text, Function<List<SubjectName>, Explanation> judge) {
        if (text.length() > SubjectName.LONGEST_WRITTEN) {
            String tooLong = "Type a name of at most %d characters.".formatted(SubjectName.LONGEST_WRITTEN);
            return new Trial(tooLong, type, "", false, List.of());
        }
        SubjectName name;
        try {
            name = type.isEmpty() ? SubjectName.parse(text.strip()) : SubjectName.parse(type, text.strip());
        } catch (AcmeException noName) {
            return new Trial(noName.problem().detail(), type, text, false, List.of());
        }
        Explanation explanation = judge.apply(List.of(name));
        List<Level> levels = new ArrayList<>();
        explanation.names().forEach(each -> each.levels().forEach(judgement -> levels.add(Level.of(judgement))));
        return new Trial("", name.type(), name.value(), explanation.permitted(), levels);
    }
}
