package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePolicyTest {

    private static final Identifier HOST = dns("host.corp");

    /** Deny beats allow; an allow list refuses all else; a list that is not there refuses nothing. */
    @ParameterizedTest(name = "allow [{0}] deny [{1}]: {2} {3}")
    @CsvSource({
        "**.corp,            '',          host.corp,    permitted",
        "**.corp,            '',          host.lan,     allow **.corp",
        "**.corp,            '',          corp,         allow **.corp",
        "'**.corp, corp',    '',          corp,         permitted",
        "'**.corp, corp',    '',          lan,          'allow **.corp, corp'",
        "**.corp,            secret.corp, secret.corp,  deny secret.corp",
        "**.corp,            secret.corp, SECRET.Corp., deny secret.corp",
        "**.corp,            secret.corp, a.secret.corp, permitted",
        "**.corp,            **.dmz.corp, a.dmz.corp,   deny **.dmz.corp",
        "secret.corp,        secret.corp, secret.corp,  deny secret.corp",
        "'',                 secret.corp, secret.corp,  deny secret.corp",
        "'',                 secret.corp, other.lan,    permitted",
        "<single-label>,     db,          web,          permitted",
        "<single-label>,     db,          db,           deny db",
    })
    void namesArePermittedOrRefusedByARule(String allow, String deny, String name, String expected) {
        String decided = policy(PolicyLevel.AUTHORITY, allow, deny)
                .violationOf(dns(name))
                .map(PolicyViolation::rule)
                .orElse("permitted");
        assertThat(decided).isEqualTo(expected);
    }

    /** P2: one that covers a denied name is denied; one label only. */
    @ParameterizedTest(name = "allow [{0}] deny [{1}]: {2} {3}")
    @CsvSource({
        "'**.corp, <wildcard>',  '',            *.corp,      permitted",
        "'**.corp, <wildcard>',  '',            *.dev.corp,  permitted",
        "'*.dev.x, <wildcard>',  '',            *.dev.x,     permitted",
        "'*.dev.x, <wildcard>',  '',            a.b.dev.x,   'allow *.dev.x, <wildcard>'",
        "'*.dev.x, <wildcard>',  '',            *.b.dev.x,   'allow *.dev.x, <wildcard>'",
        "'*.dev.x, <wildcard>',  '',            dev.x,       'allow *.dev.x, <wildcard>'",
        "'a.corp, <wildcard>',   '',            *.corp,      'allow a.corp, <wildcard>'",
        "<wildcard>,             '',            *.corp,      'allow <wildcard>'",
        "<wildcard>,             '',            a.corp,      'allow <wildcard>'",
        "'**.corp, <wildcard>',  secret.corp,   *.corp,      deny secret.corp",
        "'**.corp, <wildcard>',  secret.corp,   *.SECRET.corp, permitted",
        "'**.corp, <wildcard>',  **.dmz.corp,   *.dmz.corp,  deny **.dmz.corp",
        "'**.corp, <wildcard>',  **.dmz.corp,   *.a.dmz.corp, deny **.dmz.corp",
        "'**.corp, <wildcard>',  **.dmz.corp,   *.corp,      permitted",
        "'**.corp, <wildcard>',  corp,          *.corp,      permitted",
        "'**.corp, <wildcard>',  <wildcard>,    *.corp,      deny <wildcard>",
        "'**.corp, <wildcard>',  <wildcard>,    a.corp,      permitted",
    })
    void wildcardsArePermittedWhereAllTheirNamesAre(String allow, String deny, String name, String expected) {
        assertThat(policy(PolicyLevel.AUTHORITY, allow, deny)
                        .violationOf(dns(name))
                        .map(PolicyViolation::rule)
                        .orElse("permitted"))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "allow [{0}] deny [{1}]: {2} {3}")
    @CsvSource({
        "10.0.0.0/8,               '',          10.1.2.3,    permitted",
        "10.0.0.0/8,               '',          192.168.0.1, allow 10.0.0.0/8",
        "10.0.0.0/8,               10.1.0.0/16, 10.1.2.3,    deny 10.1.0.0/16",
        "10.0.0.0/8,               10.1.0.0/16, 10.2.0.1,    permitted",
        "'10.0.0.0/8, **.corp',    '',          fd00::1,     'allow 10.0.0.0/8, **.corp'",
        "fd00::/8,                 fd00::1,     fd00::1,     deny fd00::1",
        "fd00::/8,                 fd00::1,     fd00::2,     permitted",
        "'',                       10.1.0.0/16, 10.2.0.1,    no rule permits addresses",
    })
    void addressesArePermittedByRanges(String allow, String deny, String address, String expected) {
        assertThat(policy(PolicyLevel.AUTHORITY, allow, deny)
                        .violationOf(Identifier.parse("ip", address))
                        .map(PolicyViolation::rule)
                        .orElse("permitted"))
                .isEqualTo(expected);
    }

    @Test
    void rangesPermitNoName() {
        assertThat(policy(PolicyLevel.AUTHORITY, "0.0.0.0/0, ::/0", "").violationOf(HOST))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.corp", "*.base.corp", "*.lan", "*.secret.corp"})
    void wildcardsAreRefusedUnlessARuleSaysThatTheyMayBe(String name) {
        assertThat(policy(PolicyLevel.AUTHORITY, "**.corp, *.corp, *.base.corp", "secret.dmz")
                        .violationOf(dns(name)))
                .hasValueSatisfying(violation -> {
                    assertThat(violation.rule()).isEqualTo("no rule permits wildcards");
                    assertThat(violation.sentence())
                            .contains("\"" + name + "\"")
                            .contains("no wildcard names");
                });
        assertThat(policy(PolicyLevel.AUTHORITY, "", "secret.lan").violationOf(dns(name)))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "fd00::1"})
    void addressesAreRefusedWhereRulesAreAboutNamesOnly(String address) {
        Identifier ip = Identifier.parse("ip", address);
        assertThat(policy(PolicyLevel.AUTHORITY, "**.corp, <single-label>", "").violationOf(ip))
                .hasValueSatisfying(violation -> {
                    assertThat(violation.rule()).isEqualTo("no rule permits addresses");
                    assertThat(violation.identifier()).isEqualTo(ip);
                    assertThat(violation.sentence()).contains(address);
                });
        assertThat(policy(PolicyLevel.AUTHORITY, "", "secret.corp").violationOf(ip))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aViolationNamesLevelRuleAndName(PolicyLevel level) {
        assertThat(policy(level, "**.lan", "").violationOf(HOST)).hasValueSatisfying(violation -> {
            assertThat(violation.level()).isEqualTo(level);
            assertThat(violation.rule()).isEqualTo("allow **.lan");
            assertThat(violation.identifier()).isEqualTo(HOST);
            assertThat(violation.sentence())
                    .startsWith("\"host.corp\" is refused")
                    .containsIgnoringCase(level.name())
                    .contains("**.lan")
                    .endsWith(".");
            assertThat(violation.problem())
                    .isEqualTo(ProblemType.REJECTED_IDENTIFIER
                            .problem(violation.sentence())
                            .about(HOST));
        });
    }

    @Test
    void aLevelWithoutARuleSaysNothing() {
        NamePolicy silent = policy(PolicyLevel.ACCOUNT, "", "");
        assertThat(silent.isEmpty()).isTrue();
        assertThat(silent.violationOf(HOST)).isEmpty();
        assertThat(silent.violationOf(dns("*.corp"))).isEmpty();
    }

    @Test
    void aPolicyCannotBeChangedBehindItsBack() {
        List<NameRule> rules = new ArrayList<>(List.of(NameRule.parse("**.lan")));
        NamePolicy policy = new NamePolicy(PolicyLevel.AUTHORITY, rules, rules);
        rules.clear();
        assertThat(policy.allow()).hasSize(1);
        assertThat(policy.deny()).hasSize(1);
    }

    static NamePolicy policy(PolicyLevel level, String allow, String deny) {
        return new NamePolicy(level, rules(allow), rules(deny));
    }

    static Identifier dns(String name) {
        return Identifier.parse("dns", name);
    }

    private static List<NameRule> rules(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(rule -> !rule.isEmpty())
                .map(NameRule::parse)
                .toList();
    }
}
