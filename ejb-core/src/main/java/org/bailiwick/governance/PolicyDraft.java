package org.bailiwick.governance;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.NameRule;
import org.bailiwick.policy.NameRules;
import org.bailiwick.policy.NameType;
import org.bailiwick.policy.document.MalformedPolicyException;
import org.bailiwick.policy.document.MalformedPolicyException.Finding;
import org.bailiwick.policy.document.PolicyDocument;
import org.jspecify.annotations.Nullable;

/**
 * A policy that somebody is writing, rule by rule. Each rule is one when it is added; whether all of them are a policy is
 * known when {@link #policy} is asked.
 *
 * @param rules each once, those that allow first, by type
 * @param said what it says of wildcard names; null if it does not: then it is as in a document without that member
 */
public record PolicyDraft(List<PolicyRule> rules, @Nullable Boolean said) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final Comparator<PolicyRule> ORDER =
            Comparator.comparing((PolicyRule rule) -> !rule.allow()).thenComparing(rule -> type(rule.type()));

    /** Says nothing. */
    public static final PolicyDraft EMPTY = new PolicyDraft(List.of(), null);

    /** More than anybody reads at once. */
    private static final int MOST_SENTENCES = 10;

    public PolicyDraft {
        rules = rules.stream().distinct().sorted(ORDER).toList();
    }

    /** The draft that is that policy. */
    public static PolicyDraft of(NamePolicy policy) {
        List<PolicyRule> rules = new ArrayList<>();
        policy.allow().all().forEach(rule -> rules.add(PolicyRule.of(true, rule)));
        policy.deny().all().forEach(rule -> rules.add(PolicyRule.of(false, rule)));
        boolean unlessSaid = NamePolicy.wildcardsUnlessSaid(policy.allow());
        return new PolicyDraft(rules, policy.allowWildcardNames() == unlessSaid ? null : !unlessSaid);
    }

    /**
     * What is wrong with rules as they are typed, a sentence for each that is none; of many for the first ten.
     *
     * @param type the word of their type
     * @param typed one rule, or several with white space between them; common names have spaces, so of them there is one
     */
    public static List<String> wrong(String type, String typed) {
        List<String> sentences = new ArrayList<>();
        read(type, typed, sentences);
        return List.copyOf(sentences);
    }

    /**
     * The same with more rules.
     *
     * @param type the word of their type
     * @param typed as in {@link #wrong}
     * @throws AdminException {@code INVALID} if one of them is none, or if these are too many; then none is added
     */
    public PolicyDraft with(boolean allow, String type, String typed) {
        List<String> sentences = new ArrayList<>();
        List<NameRule> read = read(type, typed, sentences);
        if (!sentences.isEmpty()) {
            throw AdminException.invalid("Nothing was added.", sentences);
        }
        if (read.isEmpty()) {
            throw AdminException.invalid("Write a rule first, as **.corp.internal or 10.0.0.0/8.");
        }
        if (rules.size() + read.size() > NamePolicy.MAXIMUM_RULES) {
            throw AdminException.invalid(
                    "A policy has at most %d rules. Patterns such as \"**.corp\" say more with fewer."
                            .formatted(NamePolicy.MAXIMUM_RULES));
        }
        return new PolicyDraft(
                Stream.concat(rules.stream(), read.stream().map(rule -> PolicyRule.of(allow, rule)))
                        .toList(),
                said);
    }

    /** The same without a rule. */
    public PolicyDraft without(PolicyRule rule) {
        return new PolicyDraft(rules.stream().filter(each -> !each.equals(rule)).toList(), said);
    }

    /** The same, which says that of wildcard names. */
    public PolicyDraft withWildcards(boolean allowed) {
        return new PolicyDraft(rules, allowed == list(true).isEmpty() ? null : allowed);
    }

    /** Whether wildcard names are permitted where a rule allows all that they cover; as it is where nobody said so. */
    public boolean wildcards() {
        return said == null ? list(true).isEmpty() : said;
    }

    /** Those that allow, or those that deny. */
    public List<PolicyRule> list(boolean allow) {
        return rules.stream().filter(rule -> rule.allow() == allow).toList();
    }

    /**
     * The policy.
     *
     * @throws AdminException {@code INVALID} with a sentence if it is too long
     */
    public NamePolicy policy() {
        NamePolicy policy = new NamePolicy(read(true), read(false), wildcards());
        try {
            return PolicyDocument.read(PolicyDocument.write(policy));
        } catch (MalformedPolicyException malformed) {
            throw AdminException.invalid(
                    "This cannot be a policy.",
                    malformed.findings().stream().map(Finding::toString).toList());
        }
    }

    private NameRules read(boolean allow) {
        return new NameRules(list(allow).stream()
                .map(rule -> type(rule.type()).rule(rule.text()))
                .toList());
    }

    /** Stops where enough is known: this is asked while somebody types, and a long text has many words. */
    private static List<NameRule> read(String word, String typed, List<String> wrong) {
        NameType type = type(word);
        if (typed.length() > PolicyDocument.MAXIMUM_LENGTH) {
            wrong.add("Type at most %d characters: no policy is longer.".formatted(PolicyDocument.MAXIMUM_LENGTH));
            return List.of();
        }
        List<NameRule> read = new ArrayList<>();
        for (String text : texts(type, typed)) {
            if (wrong.size() == MOST_SENTENCES || read.size() > NamePolicy.MAXIMUM_RULES) {
                break;
            }
            try {
                read.add(type.rule(text));
            } catch (IllegalArgumentException notARule) {
                wrong.add(String.valueOf(notARule.getMessage()));
            }
        }
        return read;
    }

    private static Set<String> texts(NameType type, String typed) {
        Set<String> texts = new LinkedHashSet<>(
                type == NameType.COMMON_NAME
                        ? List.of(typed.strip())
                        : List.of(typed.strip().split("\\s+", -1)));
        texts.remove("");
        return texts;
    }

    private static NameType type(String word) {
        return NameType.withWord(word).orElseThrow(() -> AdminException.invalid("Choose a type of names."));
    }
}
