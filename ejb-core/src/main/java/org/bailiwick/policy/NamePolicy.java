package org.bailiwick.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UnsupportedName;

/**
 * The names that one level permits, whichever it is.
 *
 * <ul>
 *   <li>Deny beats allow. A wildcard is denied if any name that it covers is.
 *   <li>If there is any allow rule, what none of them allows is refused, so a type of names without an allow rule is closed.
 *       A deny rule never opens it.
 *   <li>At the authority's level that is so without any allow rule, too. A lower level without one permits what it does not
 *       deny: it narrows only.
 *   <li>A common name is denied as itself and as the name that software reads in it, and allowed as either.
 * </ul>
 *
 * @param allow what is permitted
 * @param deny what is refused whatever else permits it
 * @param allowWildcardNames whether wildcard names are permitted where a rule allows every name that they cover
 */
public record NamePolicy(NameRules allow, NameRules deny, boolean allowWildcardNames) {

    /** More than anybody can oversee, and little enough to be read with each request. */
    public static final int MAXIMUM_RULES = 2_000;

    /** Without any rule. */
    public static final NamePolicy EMPTY = new NamePolicy(NameRules.NONE, NameRules.NONE, true);

    private static final String WILDCARD = "<wildcard>";

    public NamePolicy {
        if (allow.size() + deny.size() > MAXIMUM_RULES) {
            throw new IllegalArgumentException("a policy has at most %d rules".formatted(MAXIMUM_RULES));
        }
    }

    /**
     * Reads rules about names and addresses that are written without a type, in one list. {@code <wildcard>} among those
     * that allow is {@code allowWildcardNames}, among those that deny its contrary; without either it is as in a document
     * that does not have it.
     *
     * @throws IllegalArgumentException with a sentence for an administrator if there is one that is no rule
     */
    public static NamePolicy ofBareRules(List<String> allow, List<String> deny) {
        NameRules allowing = bareRules(allow);
        boolean wildcards = (allow.contains(WILDCARD) || wildcardsUnlessSaid(allowing)) && !deny.contains(WILDCARD);
        return new NamePolicy(allowing, bareRules(deny), wildcards);
    }

    /** {@code allowWildcardNames} where nobody wrote it: a policy that allows nothing says nothing of them. */
    public static boolean wildcardsUnlessSaid(NameRules allow) {
        return allow.isEmpty();
    }

    private static NameRules bareRules(List<String> texts) {
        return new NameRules(texts.stream()
                .filter(text -> !text.equals(WILDCARD))
                .map(text -> NameType.ofBareRule(text).rule(text))
                .toList());
    }

    /** Whether it says nothing at all. */
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** Judges one name as the policy of a level. */
    public Judgement judge(PolicyLevel level, SubjectName name) {
        if (name instanceof UnsupportedName) {
            return Judgement.of(level, name, Verdict.UNSUPPORTED);
        }
        List<SubjectName> readings = readings(name);
        Optional<NameRule> denying = first(readings.stream().map(deny::touching));
        if (denying.isPresent()) {
            return new Judgement(level, name, Verdict.DENIED, List.of(denying.get()));
        }
        if (allow.isEmpty() && level == PolicyLevel.AUTHORITY) {
            return Judgement.of(level, name, Verdict.NO_POLICY);
        }
        boolean wildcardForbidden = !allowWildcardNames && readings.stream().anyMatch(NamePolicy::isWildcard);
        Optional<NameRule> allowing = first(readings.stream().map(allow::matching));
        if (wildcardForbidden && (allow.isEmpty() || allowing.isPresent())) {
            return Judgement.of(level, name, Verdict.WILDCARD_NOT_ALLOWED);
        }
        if (allow.isEmpty()) {
            return Judgement.of(level, name, Verdict.NOT_NARROWED);
        }
        if (allowing.isPresent()) {
            return new Judgement(level, name, Verdict.ALLOWED, List.of(allowing.get()));
        }
        List<NameRule> others = readings.size() == 1
                ? ofType(name)
                : readings.stream().flatMap(reading -> ofType(reading).stream()).toList();
        return new Judgement(level, name, others.isEmpty() ? Verdict.TYPE_NOT_ALLOWED : Verdict.NOT_ALLOWED, others);
    }

    private List<NameRule> ofType(SubjectName name) {
        return NameType.of(name).map(allow::of).orElse(List.of());
    }

    /** As what a name counts: itself, and what software reads in a common name. */
    private static List<SubjectName> readings(SubjectName name) {
        if (name instanceof CommonName common) {
            return Stream.concat(Stream.of(name), common.readAs().stream()).toList();
        }
        return List.of(name);
    }

    private static boolean isWildcard(SubjectName name) {
        return name instanceof DnsIdentifier dns && dns.wildcard();
    }

    private static Optional<NameRule> first(Stream<? extends Optional<? extends NameRule>> found) {
        return found.<NameRule>flatMap(Optional::stream).findFirst();
    }
}
