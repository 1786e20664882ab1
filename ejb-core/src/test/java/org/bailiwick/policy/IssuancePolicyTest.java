package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.policy.Policies.bare;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.SubjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuancePolicyTest {

    private static final Identifier HOST = dns("host.corp");
    private static final Identifier SECRET = dns("secret.corp");

    /** ADR 7. */
    @ParameterizedTest
    @ValueSource(strings = {"host", "host.corp", "*.corp", "localhost"})
    void withoutAPolicyEveryNameIsRefused(String name) {
        PolicyDecision decision = IssuancePolicy.of(Optional.empty()).decide(List.of(dns(name)));
        assertThat(decision)
                .isInstanceOfSatisfying(PolicyDecision.Refused.class, refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.level()).isEqualTo(PolicyLevel.AUTHORITY);
                            assertThat(violation.rule()).isEqualTo("no policy");
                            assertThat(violation.sentence())
                                    .contains("has no policy yet")
                                    .contains(name);
                        }));
    }

    /** An authority without a rule must not permit what one without a policy refuses. */
    @Test
    void anAuthorityPolicyWithoutARuleRefusesLikeNone() {
        IssuancePolicy silent = IssuancePolicy.of(Optional.of(bare("", "")));
        assertThat(silent.decide(List.of(HOST))).isInstanceOf(PolicyDecision.Refused.class);
        assertThat(silent.decide(List.of(Identifier.parse("ip", "10.0.0.1"))))
                .isInstanceOf(PolicyDecision.Refused.class);
    }

    @Test
    void whatALowerLevelPermitsDoesNotHelpWithoutAnAuthorityPolicy() {
        IssuancePolicy policy =
                IssuancePolicy.of(Optional.empty()).with(PolicyLevel.PROVISIONER, Optional.of(bare("**.corp", "")));
        assertThat(policy.decide(List.of(HOST))).isInstanceOf(PolicyDecision.Refused.class);
    }

    @Test
    void aLowerLevelNarrowsAndNeverWidens() {
        IssuancePolicy policy = corp().with(
                        PolicyLevel.PROVISIONER, Optional.of(bare("**.corp, **.lan", "secret.corp")))
                .with(PolicyLevel.ACCOUNT, Optional.of(bare("", "")));
        assertThat(policy.decide(List.of(HOST))).isInstanceOf(PolicyDecision.Permitted.class);
        assertThat(refused(policy, SECRET)).extracting(PolicyViolation::level).containsExactly(PolicyLevel.PROVISIONER);
        assertThat(refused(policy, dns("host.lan")))
                .extracting(PolicyViolation::level)
                .containsExactly(PolicyLevel.AUTHORITY);
    }

    @Test
    void everyViolationOfEveryLevelIsToldInTheOrderOfTheNames() {
        IssuancePolicy policy = corp().with(PolicyLevel.PROVISIONER, Optional.of(bare("host.corp", "")))
                .with(PolicyLevel.ACCOUNT, Optional.of(bare("", "**.lan")));
        assertThat(refused(policy, SECRET, HOST, dns("a.lan")))
                .extracting(violation -> violation.name().value() + " " + violation.level())
                .containsExactly("secret.corp PROVISIONER", "a.lan AUTHORITY", "a.lan PROVISIONER", "a.lan ACCOUNT");
    }

    @Test
    void aPermittedRequestGoesOn() {
        assertThatCode(() -> corp().decide(List.of(HOST)).orRefuse()).doesNotThrowAnyException();
    }

    /** RFC 8555 §6.7.1: names are in subproblems, also if it is one. */
    @Test
    void aRefusalIsARejectedIdentifierProblemAboutEachName() {
        assertThatThrownBy(() -> corp().decide(List.of(HOST, dns("a.lan"))).orRefuse())
                .isInstanceOfSatisfying(AcmeException.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
                    assertThat(refusal.problem().identifier()).isNull();
                    assertThat(refusal.problem().subproblems())
                            .extracting(Problem::identifier)
                            .containsExactly(Problem.Subject.of(dns("a.lan")));
                });
        assertThatThrownBy(
                        () -> corp().decide(List.of(dns("b.lan"), dns("a.lan"))).orRefuse())
                .isInstanceOfSatisfying(AcmeException.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
                    assertThat(refusal.problem().subproblems())
                            .extracting(Problem::identifier)
                            .containsExactly(Problem.Subject.of(dns("b.lan")), Problem.Subject.of(dns("a.lan")));
                });
    }

    @Test
    void aRefusalWithoutAReasonIsNone() {
        Explanation permitted = corp().explain(List.of(HOST));
        assertThatThrownBy(() -> new PolicyDecision.Refused(permitted)).isInstanceOf(IllegalArgumentException.class);
        Explanation refused = corp().explain(List.of(dns("a.lan")));
        assertThatThrownBy(() -> new PolicyDecision.Permitted(refused)).isInstanceOf(IllegalArgumentException.class);
    }

    /** P1: every way to write a denied name is that name, or no name at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret.corp",
                "SECRET.corp",
                "secret.corp.",
                "secret.corp..",
                " secret.corp",
                "secret.corp ",
                "ｓecret.corp",
                "se\u00adcret.corp",
                "se\u200dcret.corp",
                "sec\u200bret.corp",
                "\u202esecret.corp",
                "\ufeffsecret.corp",
                "secret。corp",
                "secret.c\u043erp",
                "xn--secret.corp",
                "xn--secret-.corp",
                "secret\u0000.corp",
                "secret.corp\n",
                "*.secret.corp",
                "**.secret.corp",
                "*",
                "s*t.corp",
            })
    void aDeniedNameIsRefusedHoweverItIsWritten(String written) {
        IssuancePolicy policy =
                IssuancePolicy.of(Optional.of(bare("**.corp, <wildcard>", "secret.corp, **.secret.corp")));
        assertThatThrownBy(() -> policy.decide(List.of(dns(written))).orRefuse())
                .isInstanceOfSatisfying(AcmeException.class, refusal -> assertThat(
                                refusal.problem().type())
                        .isIn(ProblemType.REJECTED_IDENTIFIER, ProblemType.MALFORMED));
    }

    /** P1: letters that Unicode folds to ASCII ones are no letters of a name. */
    @ParameterizedTest
    @ValueSource(strings = {"\u212Aey.corp", "\u0131d.corp", "stra\u00dfe.corp", "\u017Fecret.corp"})
    void letterLookalikesAreNoNames(String written) {
        assertThatThrownBy(() -> dns(written)).isInstanceOf(AcmeException.class);
    }

    /** P4, for any name: only what ends at a label's boundary is below. */
    @Property
    void onlyNamesBelowAreBelow(@ForAll @AlphaChars @StringLength(min = 1, max = 20) String label) {
        assertThat(corp().decide(List.of(dns(label + ".corp")))).isInstanceOf(PolicyDecision.Permitted.class);
        assertThat(corp().decide(List.of(dns(label + "corp")))).isInstanceOf(PolicyDecision.Refused.class);
        assertThat(corp().decide(List.of(dns("corp." + label + "x")))).isInstanceOf(PolicyDecision.Refused.class);
    }

    @ParameterizedTest
    @EnumSource
    void aViolationNamesLevelRuleAndName(PolicyLevel level) {
        IssuancePolicy policy = corp().with(level, Optional.of(bare("**.lan", "")));
        assertThat(refused(policy, HOST)).singleElement().satisfies(violation -> {
            assertThat(violation.level()).isEqualTo(level);
            assertThat(violation.rule()).isEqualTo("no rule allows it");
            assertThat(violation.name()).isEqualTo(HOST);
            assertThat(violation.sentence())
                    .isEqualTo("\"host.corp\" is refused: of DNS names the policy of this " + level.words()
                            + " allows only **.lan.");
            assertThat(violation.problem())
                    .isEqualTo(ProblemType.REJECTED_IDENTIFIER
                            .problem(violation.sentence())
                            .about(HOST));
        });
    }

    /** No order has it, so no client could find it in a subproblem's "identifier". */
    @Test
    void aViolationOfACommonNameSaysThatItIsOne() {
        IssuancePolicy policy = IssuancePolicy.of(Optional.of(Policies.typed("allow dns **.corp; deny cn bad.corp")));
        assertThat(refused(policy, new CommonName("bad.corp"))).singleElement().satisfies(violation -> {
            assertThat(violation.sentence())
                    .isEqualTo(
                            "The common name \"bad.corp\" is refused: the policy of this authority denies it by the rule \"deny cn bad.corp\".");
            assertThat(violation.problem().identifier()).isNull();
        });
    }

    @Test
    void aWildcardOverADeniedNameIsToldWhichNameThatIs() {
        IssuancePolicy policy = IssuancePolicy.of(Optional.of(bare("**.corp, <wildcard>", "secret.corp")));
        assertThat(refused(policy, dns("*.corp")))
                .extracting(PolicyViolation::sentence)
                .containsExactly(
                        "\"*.corp\" is refused: the policy of this authority denies a name that it covers by the rule \"deny dns secret.corp\".");
    }

    /** For the audit: said once, however many names it decided of. */
    @Test
    void whatDecidedIsSaidForEachLevel() {
        IssuancePolicy policy = corp().with(PolicyLevel.ACCOUNT, Optional.of(bare("", "secret.corp")));
        assertThat(policy.explain(List.of(HOST, dns("a.corp"), SECRET)).deciding())
                .containsExactly(
                        Map.entry(PolicyLevel.AUTHORITY, Set.of("allow dns **.corp")),
                        Map.entry(PolicyLevel.ACCOUNT, Set.of("no rule denies it", "deny dns secret.corp")));
    }

    /** A key file and a settings file mean the same as a document. */
    @Test
    void bareRulesThatOnlyDenySayNothingOfWildcards() {
        assertThat(bare("", "secret.corp").allowWildcardNames()).isTrue();
        assertThat(bare("", "secret.corp, <wildcard>").allowWildcardNames()).isFalse();
        assertThat(bare("**.corp", "secret.corp").allowWildcardNames()).isFalse();
        assertThat(bare("**.corp, <wildcard>", "").allowWildcardNames()).isTrue();
        IssuancePolicy policy = IssuancePolicy.of(Optional.of(bare("**.corp, <wildcard>", "")))
                .with(PolicyLevel.EXTERNAL_ACCOUNT_KEY, Optional.of(bare("", "secret.corp")));
        assertThat(policy.decide(List.of(dns("*.dev.corp")))).isInstanceOf(PolicyDecision.Permitted.class);
    }

    @Test
    void aSentenceIsPrintableAndShort() {
        IssuancePolicy policy = IssuancePolicy.of(Optional.of(Policies.typed(
                "allow cn M\u00fcller; allow uri //corp/" + "a".repeat(5_000) + "; deny cn \"\u00e4\"")));
        assertThat(refused(policy, new CommonName("\"\u00c4\""), SubjectName.parse("uri", "https://corp/")))
                .extracting(PolicyViolation::sentence)
                .allSatisfy(
                        sentence -> assertThat(sentence).hasSizeLessThan(300).matches("[ -~\u2026]*"));
    }

    @Test
    void aPolicyOfTooManyRulesIsNone() {
        NameRules most = new NameRules(IntStream.range(0, NamePolicy.MAXIMUM_RULES)
                .mapToObj(i -> NameType.DNS.rule("host-" + i))
                .toList());
        NameRules one = new NameRules(List.of(NameType.DNS.rule("host")));
        assertThat(new NamePolicy(most, NameRules.NONE, false).allow().size()).isEqualTo(NamePolicy.MAXIMUM_RULES);
        assertThatThrownBy(() -> new NamePolicy(most, one, false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Identifier dns(String name) {
        return Identifier.parse("dns", name);
    }

    private static IssuancePolicy corp() {
        return IssuancePolicy.of(Optional.of(bare("**.corp", "")));
    }

    private static List<PolicyViolation> refused(IssuancePolicy policy, SubjectName... names) {
        return ((PolicyDecision.Refused) policy.decide(List.of(names))).violations();
    }
}
