package org.bailiwick.policy.document;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Set;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.Explanation.ExplainedName;
import org.bailiwick.policy.Judgement;

/** An explanation as JSON: whole for those who ask for it, short for the audit log. */
public final class ExplanationDocument {

    /** The longest that {@link #deciding} is, in characters: the width of its column. */
    public static final int DECIDING_LENGTH = 30_000;

    /** Enough to see why; a thousand names may be decided by a thousand rules. */
    private static final int RULES_PER_LEVEL = 15;

    /** Enough to see why; more would crowd the log. */
    private static final int REFUSED_NAMES = 15;

    /** More than any rule about a DNS name, a mailbox or a common name has; the path of a URI may be longer. */
    private static final int RULE_LENGTH = 400;

    private static final JsonProvider JSON = JsonProvider.provider();

    private ExplanationDocument() {}

    /** Everything: for each name and level whether it is permitted, by what, and of a refusal the sentence. */
    public static JsonObject whole(Explanation explanation) {
        JsonArrayBuilder names = JSON.createArrayBuilder();
        explanation.names().forEach(name -> names.add(whole(name)));
        return JSON.createObjectBuilder()
                .add("permitted", explanation.permitted())
                .add("names", names)
                .build();
    }

    private static JsonObjectBuilder whole(ExplainedName name) {
        JsonArrayBuilder levels = JSON.createArrayBuilder();
        name.levels().forEach(judgement -> levels.add(whole(judgement)));
        return JSON.createObjectBuilder()
                .add("type", name.name().type())
                .add("value", name.name().value())
                .add("permitted", name.permitted())
                .add("levels", levels);
    }

    private static JsonObjectBuilder whole(Judgement judgement) {
        JsonObjectBuilder level = JSON.createObjectBuilder()
                .add("level", judgement.level().member())
                .add("permitted", judgement.permitted())
                .add("rule", judgement.decidedBy());
        judgement.violation().ifPresent(violation -> level.add("detail", violation.sentence()));
        return level;
    }

    /**
     * Which rules decided at each level: {@code {"authority": ["allow dns **.corp"]}}. Of many rules of a
     * level only the first, and how many more; of a long one only the beginning. At most {@value #DECIDING_LENGTH}
     * characters, whatever decided.
     */
    public static JsonObject deciding(Explanation explanation) {
        JsonObjectBuilder levels = JSON.createObjectBuilder();
        explanation.deciding().forEach((level, rules) -> levels.add(level.member(), first(rules)));
        return levels.build();
    }

    /**
     * What each level said of names that were refused: how many those are, and of the first of them each level's judgement
     * without its sentence, those that permitted it too.
     */
    public static JsonObject refused(Explanation explanation) {
        List<ExplainedName> refused =
                explanation.names().stream().filter(name -> !name.permitted()).toList();
        JsonArrayBuilder names = JSON.createArrayBuilder();
        refused.stream().limit(REFUSED_NAMES).forEach(name -> names.add(brief(name)));
        return JSON.createObjectBuilder()
                .add("refused", refused.size())
                .add("names", names)
                .build();
    }

    private static JsonObjectBuilder brief(ExplainedName name) {
        JsonArrayBuilder levels = JSON.createArrayBuilder();
        name.levels()
                .forEach(judgement -> levels.add(JSON.createObjectBuilder()
                        .add("level", judgement.level().member())
                        .add("permitted", judgement.permitted())
                        .add("rule", beginning(judgement.decidedBy()))));
        return JSON.createObjectBuilder()
                .add("type", name.name().type())
                .add("value", name.name().value())
                .add("levels", levels);
    }

    private static JsonArrayBuilder first(Set<String> rules) {
        JsonArrayBuilder first = JSON.createArrayBuilder();
        rules.stream()
                .limit(RULES_PER_LEVEL)
                .map(ExplanationDocument::beginning)
                .forEach(first::add);
        if (rules.size() > RULES_PER_LEVEL) {
            first.add("and %d more".formatted(rules.size() - RULES_PER_LEVEL));
        }
        return first;
    }

    private static String beginning(String rule) {
        return rule.length() <= RULE_LENGTH ? rule : rule.substring(0, RULE_LENGTH) + "…";
    }
}
