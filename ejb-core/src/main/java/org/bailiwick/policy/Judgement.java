package org.bailiwick.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.SubjectName;

/**
 * One name, judged at one level. Words are made only when they are asked for: what is permitted needs none.
 *
 * @param level which level
 * @param name which name
 * @param verdict what the level says
 * @param rules the one rule that allows or denies it; for a name that no rule allows, those that allow others of its type
 */
public record Judgement(PolicyLevel level, SubjectName name, Verdict verdict, List<NameRule> rules) {

    private static final int RULES_IN_A_SENTENCE = 5;

    static Judgement of(PolicyLevel level, SubjectName name, Verdict verdict) {
        return new Judgement(level, name, verdict, List.of());
    }

    /** Whether this level permits the name. */
    public boolean permitted() {
        return verdict.permitted();
    }

    /** The deciding rule as {@code deny dns secret.corp}, or a few words if it is the lack of one that decided. */
    public String decidedBy() {
        return switch (verdict) {
            case ALLOWED -> "allow " + typed(rules.get(0));
            case DENIED -> "deny " + typed(rules.get(0));
            case NOT_NARROWED -> "no rule denies it";
            case WILDCARD_NOT_ALLOWED -> "wildcard names are not allowed";
            case NOT_ALLOWED -> "no rule allows it";
            case TYPE_NOT_ALLOWED -> "no rule allows " + plural();
            case NO_POLICY -> "no policy";
            case UNSUPPORTED -> "names of this kind are not issued";
        };
    }

    /** The violation, if this is one. */
    public Optional<PolicyViolation> violation() {
        return permitted() ? Optional.empty() : Optional.of(new PolicyViolation(level, decidedBy(), name, sentence()));
    }

    private String sentence() {
        String policy = "the policy of this " + level.words();
        return "%s is refused: %s."
                .formatted(
                        subject(),
                        switch (verdict) {
                            case ALLOWED, NOT_NARROWED -> throw new IllegalStateException("nothing is refused");
                            case DENIED ->
                                policy + (coversDenied() ? " denies a name that it covers" : " denies it")
                                        + " by the rule \"" + Problem.printable(decidedBy()) + "\"";
                            case WILDCARD_NOT_ALLOWED -> policy + " allows no wildcard names";
                            case NOT_ALLOWED ->
                                name instanceof CommonName
                                        ? "no rule of " + policy + " allows it, nor the name that software reads in it"
                                        : "of " + plural() + " " + policy + " allows only " + listed();
                            case TYPE_NOT_ALLOWED -> policy + " allows no " + plural();
                            case NO_POLICY -> "this authority has no policy yet that permits any name";
                            case UNSUPPORTED -> "names of the kind " + name.type() + " are not issued";
                        });
    }

    private String subject() {
        String text = "\"" + Problem.printable(name.value()) + "\"";
        return name instanceof CommonName ? "The common name " + text : text;
    }

    private boolean coversDenied() {
        if (name instanceof CommonName common && rules.get(0) instanceof CommonNameRule rule) {
            return !rule.name().equals(common);
        }
        return name instanceof DnsIdentifier dns
                && dns.wildcard()
                && rules.get(0) instanceof DnsRule rule
                && rule.form() == DnsRule.Form.EXACT;
    }

    private String listed() {
        String first = rules.stream()
                .limit(RULES_IN_A_SENTENCE)
                .map(rule -> Problem.printable(rule.text()))
                .collect(Collectors.joining(", "));
        int more = rules.size() - RULES_IN_A_SENTENCE;
        return more > 0 ? first + " and %d more".formatted(more) : first;
    }

    private String plural() {
        return NameType.of(name).map(NameType::plural).orElse(name.type());
    }

    private static String typed(NameRule rule) {
        return rule.type().word() + " " + rule.text();
    }
}
