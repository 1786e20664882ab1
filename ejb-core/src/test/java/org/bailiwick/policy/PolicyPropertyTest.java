package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.SubjectName;

/** What holds of all policies and names, tried on a small world in which they meet often. */
class PolicyPropertyTest {

    private static final List<String> LABELS = List.of("a", "b", "secret", "corp", "lan");

    @Property
    void whatIsDeniedIsRefusedWhateverElseIsAllowed(
            @ForAll("policies") NamePolicy policy, @ForAll("names") SubjectName name, @ForAll("rules") NameRule rule) {
        Assume.that(new NameRules(List.of(rule)).touching(name).isPresent());
        assertThat(permits(denying(policy, rule), name)).isFalse();
    }

    @Property
    void aDenyRuleMoreNeverPermits(
            @ForAll("policies") NamePolicy policy, @ForAll("names") SubjectName name, @ForAll("rules") NameRule rule) {
        for (PolicyLevel level : PolicyLevel.values()) {
            if (denying(policy, rule).judge(level, name).permitted()) {
                assertThat(policy.judge(level, name).permitted()).isTrue();
            }
        }
    }

    @Property
    void aLevelMoreNeverPermits(
            @ForAll("policies") NamePolicy authority,
            @ForAll("policies") NamePolicy lower,
            @ForAll("levels") PolicyLevel level,
            @ForAll("names") SubjectName name) {
        IssuancePolicy alone = IssuancePolicy.of(Optional.of(authority));
        IssuancePolicy both = alone.with(level, Optional.of(lower));
        if (both.explain(List.of(name)).permitted()) {
            assertThat(alone.explain(List.of(name)).permitted()).isTrue();
        }
    }

    @Property
    void aLevelMoreAmongSeveralNeverPermits(
            @ForAll("stacks") IssuancePolicy stack,
            @ForAll("policies") NamePolicy more,
            @ForAll("levels") PolicyLevel level,
            @ForAll("names") SubjectName name) {
        boolean without = permits(stack.with(level, Optional.empty()), name);
        NamePolicy authority = stack.levels().getOrDefault(PolicyLevel.AUTHORITY, NamePolicy.EMPTY);
        if (permits(stack.with(level, Optional.of(more)), name)) {
            assertThat(without).isTrue();
            assertThat(authority.judge(PolicyLevel.AUTHORITY, name).permitted()).isTrue();
        }
    }

    /** More than that none of them is denied: each is permitted. */
    @Property
    void aPermittedWildcardCoversOnlyPermittedNames(
            @ForAll("policies") NamePolicy policy, @ForAll("levels") PolicyLevel level, @ForAll("bases") String base) {
        if (policy.judge(level, new DnsIdentifier("*." + base)).permitted()) {
            assertThat(LABELS).allMatch(label -> policy.judge(level, new DnsIdentifier(label + "." + base))
                    .permitted());
        }
    }

    @Property
    void whatIsExplainedIsDecided(
            @ForAll("policies") NamePolicy authority,
            @ForAll("policies") NamePolicy account,
            @ForAll("nameLists") List<SubjectName> names) {
        IssuancePolicy policy =
                IssuancePolicy.of(Optional.of(authority)).with(PolicyLevel.ACCOUNT, Optional.of(account));
        Explanation explanation = policy.explain(names);
        PolicyDecision decision = policy.decide(names);
        assertThat(decision instanceof PolicyDecision.Permitted).isEqualTo(explanation.permitted());
        assertThat(explanation.permitted())
                .isEqualTo(names.stream()
                        .allMatch(name -> policy.decide(List.of(name)) instanceof PolicyDecision.Permitted));
        assertThat(decision.problems())
                .isEqualTo(explanation.violations().stream()
                        .map(PolicyViolation::problem)
                        .toList());
        assertThat(explanation.violations()).allSatisfy(violation -> {
            NamePolicy level = violation.level() == PolicyLevel.AUTHORITY ? authority : account;
            assertThat(level.judge(violation.level(), violation.name()).permitted())
                    .isFalse();
        });
    }

    /** The look-ups find what reading each rule as a regular expression finds. */
    @Property
    void aRuleAmongManyMatchesAsItDoesAlone(
            @ForAll("dnsRules") List<NameRule> rules, @ForAll("bases") String base, @ForAll boolean wildcard) {
        DnsIdentifier name = new DnsIdentifier(wildcard ? "*." + base : base);
        assertThat(new NameRules(rules).matching(name).isPresent())
                .isEqualTo(rules.stream().anyMatch(rule -> matchesByReading(rule, name.value())));
        boolean touched = rules.stream()
                .anyMatch(rule -> matchesByReading(rule, name.value())
                        || (wildcard && LABELS.stream().anyMatch(label -> matchesByReading(rule, label + "." + base))));
        assertThat(new NameRules(rules).touching(name).isPresent()).isEqualTo(touched);
    }

    /** Of rules about other names than DNS names: found is one that is about it, if there is any. */
    @Property
    void aRuleIsFoundIfThereIsOneAboutTheName(
            @ForAll("rulesOfOthers") List<NameRule> rules, @ForAll("namesOfOthers") SubjectName name) {
        List<NameRule> about = rules.stream()
                .filter(rule ->
                        ReferenceMatcher.isAbout(rule.text(), rule.type().word(), name))
                .toList();
        Optional<? extends NameRule> found = new NameRules(rules).matching(name);
        assertThat(found.isPresent()).isEqualTo(!about.isEmpty());
        found.ifPresent(rule -> assertThat(about).contains(rule));
    }

    /** Which one is named does not depend on the order. */
    @Property
    void theOrderOfRulesDoesNotMatter(
            @ForAll("rulesOfOthers") List<NameRule> rules, @ForAll("namesOfOthers") SubjectName name) {
        List<NameRule> reversed = new ArrayList<>(rules);
        Collections.reverse(reversed);
        assertThat(new NameRules(reversed).matching(name).map(PolicyPropertyTest::named))
                .isEqualTo(new NameRules(rules).matching(name).map(PolicyPropertyTest::named));
    }

    /** Rules about one common name in several spellings are one rule. */
    private static String named(NameRule rule) {
        return rule instanceof CommonNameRule cn ? cn.name().compared() : rule.text();
    }

    private static boolean matchesByReading(NameRule rule, String name) {
        String regex = Pattern.quote(rule.text())
                .replace("**.", "\\E.+\\.\\Q")
                .replace("*.", "\\E[^.]+\\.\\Q")
                .replace("<single-label>", "\\E[^.]+\\Q");
        return name.matches(regex);
    }

    /** A name in canonical form is read as itself, and so is a rule. */
    @Property
    void canonicalIsCanonicalForEver(@ForAll("written") String written, @ForAll("types") NameType type) {
        try {
            SubjectName name = SubjectName.parse(type.word(), written);
            assertThat(SubjectName.parse(type.word(), name.value())).isEqualTo(name);
            assertThat(SubjectName.parse(type.word(), name.value()).value()).isEqualTo(name.value());
        } catch (AcmeException noName) {
            assertThat(noName.problem().detail()).endsWith(".");
        }
        try {
            NameRule rule = type.rule(written);
            assertThat(type.rule(rule.text())).isEqualTo(rule);
            assertThat(type.rule(rule.text()).text()).isEqualTo(rule.text());
        } catch (IllegalArgumentException noRule) {
            assertThat(noRule).hasMessageEndingWith(".");
        }
    }

    @Provide
    Arbitrary<NameType> types() {
        return Arbitraries.of(NameType.class);
    }

    @Provide
    Arbitrary<PolicyLevel> levels() {
        return Arbitraries.of(PolicyLevel.PROVISIONER, PolicyLevel.ACCOUNT, PolicyLevel.EXTERNAL_ACCOUNT_KEY);
    }

    @Provide
    Arbitrary<String> bases() {
        return Arbitraries.of(LABELS).list().ofMinSize(1).ofMaxSize(3).map(labels -> String.join(".", labels));
    }

    @Provide
    Arbitrary<SubjectName> names() {
        Arbitrary<String> dns =
                Combinators.combine(Arbitraries.of("", "", "*."), bases()).as(String::concat);
        return Arbitraries.oneOf(
                dns.map(text -> SubjectName.parse("dns", text)),
                addresses().map(text -> SubjectName.parse("ip", text)),
                dns.map(text -> SubjectName.parse("cn", text)),
                bases().map(host -> SubjectName.parse("uri", "https://" + host + "/a/b")),
                bases().map(host -> SubjectName.parse("email", "a@" + host)));
    }

    @Provide
    Arbitrary<List<NameRule>> rulesOfOthers() {
        Arbitrary<String> hosts = Arbitraries.oneOf(dnsTexts(), addresses());
        return Arbitraries.oneOf(
                        Combinators.combine(addresses(), Arbitraries.integers().between(0, 32))
                                .as((address, bits) -> NameType.IP.rule(address + "/" + bits)),
                        dnsTexts().map(domain -> NameType.EMAIL.rule("@" + domain)),
                        Combinators.combine(Arbitraries.of("a", "b"), bases())
                                .as((mailbox, domain) -> NameType.EMAIL.rule(mailbox + "@" + domain)),
                        Combinators.combine(
                                        Arbitraries.of("", "https:", "spiffe:"),
                                        hosts,
                                        Arbitraries.of("", ":443", ":8443"),
                                        Arbitraries.of("/", "/a", "/a/", "/a/b", "/a/b/", "/ab"))
                                .as((scheme, host, port, path) ->
                                        NameType.URI.rule(scheme + "//" + host + port + path)),
                        commonNameTexts().map(NameType.COMMON_NAME::rule))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<SubjectName> namesOfOthers() {
        Arbitrary<String> hosts = Arbitraries.oneOf(bases(), addresses());
        return Arbitraries.oneOf(
                addresses().map(text -> SubjectName.parse("ip", text)),
                Combinators.combine(Arbitraries.of("a", "b", "A"), bases())
                        .as((mailbox, domain) -> SubjectName.parse("email", mailbox + "@" + domain)),
                Combinators.combine(
                                Arbitraries.of("https", "spiffe"),
                                hosts,
                                Arbitraries.of("", ":443", ":8443"),
                                Arbitraries.of("", "/", "/a", "/a/", "/a/b", "/a/bc", "/ab", "/%61/b/c"))
                        .as((scheme, host, port, path) ->
                                SubjectName.parse("uri", scheme + "://" + host + port + path)),
                commonNameTexts().map(text -> SubjectName.parse("cn", text)));
    }

    private Arbitrary<String> commonNameTexts() {
        return Arbitraries.oneOf(
                Combinators.combine(bases(), Arbitraries.of("", ".")).as(String::concat),
                Arbitraries.of(
                        "A.corp",
                        "My Device",
                        "my  device",
                        "10.0.0.1",
                        "::ffff:10.0.0.1",
                        "\uff21.corp",
                        "a@corp.",
                        "a@CORP"));
    }

    @Provide
    Arbitrary<IssuancePolicy> stacks() {
        return Combinators.combine(policies(), policies(), policies(), policies())
                .as((authority, provisioner, account, key) -> IssuancePolicy.of(Optional.of(authority))
                        .with(PolicyLevel.PROVISIONER, Optional.of(provisioner))
                        .with(PolicyLevel.ACCOUNT, Optional.of(account))
                        .with(PolicyLevel.EXTERNAL_ACCOUNT_KEY, Optional.of(key)));
    }

    @Provide
    Arbitrary<List<SubjectName>> nameLists() {
        return names().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<NameRule>> dnsRules() {
        return dnsTexts().map(NameType.DNS::rule).list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<NameRule> rules() {
        return Arbitraries.oneOf(
                dnsTexts().map(NameType.DNS::rule),
                dnsTexts().map(NameType.DNS::rule),
                Combinators.combine(addresses(), Arbitraries.integers().between(0, 32))
                        .as((address, bits) -> NameType.IP.rule(address + "/" + bits)),
                bases().map(NameType.COMMON_NAME::rule),
                dnsTexts().map(host -> NameType.URI.rule("//" + host + "/a")),
                dnsTexts().map(host -> NameType.EMAIL.rule("@" + host)));
    }

    @Provide
    Arbitrary<NamePolicy> policies() {
        Arbitrary<NameRules> lists = rules().list().ofMaxSize(5).map(NameRules::new);
        return Combinators.combine(lists, lists, Arbitraries.of(true, true, false))
                .as(NamePolicy::new);
    }

    /** What may be names and rules, and what only looks like them. */
    @Provide
    Arbitrary<String> written() {
        Arbitrary<String> near = Arbitraries.of(
                        "a", "B", "*", "**", ".", "@", "/", "//", ":", "://", "corp", "10", "1.2.3.4", "::", "fd00",
                        "ffff:", "%2e", "%41", "[", "]", "xn--", "https", "8", "-", "_", "\u0130", "\u212a", " ")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
        return Arbitraries.oneOf(
                near,
                names().map(SubjectName::value),
                Combinators.combine(near, bases()).as((path, host) -> "https://" + host + "/" + path));
    }

    private static Arbitrary<String> addresses() {
        return Arbitraries.of("10.0.0.1", "10.1.0.1", "10.1.2.3", "192.168.0.1");
    }

    private Arbitrary<String> dnsTexts() {
        return Combinators.combine(Arbitraries.of("", "*.", "**.", "<"), bases())
                .as((form, base) -> form.equals("<") ? "<single-label>" : form + base);
    }

    private static NamePolicy denying(NamePolicy policy, NameRule rule) {
        List<NameRule> deny = new ArrayList<>(policy.deny().all());
        deny.add(rule);
        return new NamePolicy(policy.allow(), new NameRules(deny), policy.allowWildcardNames());
    }

    private static boolean permits(IssuancePolicy policy, SubjectName name) {
        return policy.explain(List.of(name)).permitted();
    }

    private static boolean permits(NamePolicy policy, SubjectName name) {
        return policy.judge(PolicyLevel.ACCOUNT, name).permitted();
    }
}
