package org.bailiwick.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.Policies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyDraftTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no wildcards",
                "allow dns **.corp",
                "allow dns **.corp; wildcards",
                "deny ip 10.0.0.0/8; deny cn My Device",
                "allow uri spiffe://corp/ns; deny email @corp; allow dns host.corp; allow dns <single-label>"
            })
    void aPolicyComesBackOfItsDraft(String text) {
        NamePolicy policy = Policies.typed(text);
        assertThat(PolicyDraft.of(policy).policy()).isEqualTo(policy);
    }

    @Test
    void rulesAreAddedInTheirCanonicalForm() {
        PolicyDraft draft = PolicyDraft.EMPTY
                .with(true, "dns", " HOST.corp.  **.Corp\t")
                .with(false, "ip", "10.1.2.3/8")
                .with(false, "cn", "My  Device");
        assertThat(draft.rules())
                .extracting(PolicyRule::toString)
                .containsExactly("allow dns host.corp", "allow dns **.corp", "deny ip 10.0.0.0/8", "deny cn My Device");
        assertThat(draft.with(true, "dns", "host.corp")).isEqualTo(draft);
        assertThat(draft.without(draft.rules().get(2)).list(false)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"dns,a.*.b", "dns,*", "ip,10.0.0.0/33", "email,user@*", "uri,nothing", "dns,good.corp a..b"})
    void whatIsNoRuleIsSaidAndNotAdded(String type, String typed) {
        assertThat(PolicyDraft.wrong(type, typed)).singleElement().asString().contains("is not a rule");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> PolicyDraft.EMPTY.with(true, type, typed))
                .satisfies(refused -> assertThat(refused.errors()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void nothingTypedIsNotWrongYet(String typed) {
        assertThat(PolicyDraft.wrong("dns", typed)).isEmpty();
        assertThat(PolicyDraft.wrong("cn", typed)).isEmpty();
        assertThatExceptionOfType(AdminException.class).isThrownBy(() -> PolicyDraft.EMPTY.with(true, "dns", typed));
    }

    @Test
    void ofManyWrongOnesTheFirstAreTold() {
        assertThat(PolicyDraft.wrong("dns", numbered("x..", 50))).hasSize(10);
    }

    @Test
    void anUnknownTypeIsRefused() {
        assertThatExceptionOfType(AdminException.class).isThrownBy(() -> PolicyDraft.wrong("dn", "a.corp"));
    }

    /** As docs/policies.md says of a document without {@code allowWildcardNames}. */
    @Test
    void wildcardsAreAsInADocumentUntilSomebodySaysSo() {
        assertThat(PolicyDraft.EMPTY.wildcards()).isTrue();
        PolicyDraft allowing = PolicyDraft.EMPTY.with(true, "dns", "**.corp");
        assertThat(allowing.wildcards()).isFalse();
        assertThat(allowing.withWildcards(true).wildcards()).isTrue();
        assertThat(allowing.withWildcards(true).policy().allowWildcardNames()).isTrue();
        assertThat(allowing.withWildcards(true).withWildcards(false)).isEqualTo(allowing);
        PolicyDraft silent = allowing.without(allowing.rules().get(0));
        assertThat(silent).isEqualTo(PolicyDraft.EMPTY);
        assertThat(silent.withWildcards(false).policy().allowWildcardNames()).isFalse();
    }

    @Test
    void aPolicyHasNoMoreRulesThanTheDomainPermits() {
        PolicyDraft full = PolicyDraft.EMPTY.with(true, "dns", numbered("host-", NamePolicy.MAXIMUM_RULES));
        assertThat(full.policy().allow().size()).isEqualTo(NamePolicy.MAXIMUM_RULES);
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> full.with(false, "dns", "one.more"))
                .withMessageContaining("2000");
    }

    /** It is read while somebody types, each time all of it. */
    @Test
    void noMoreIsReadThanAPolicyMayHave() {
        String tooLong = " ".repeat(100_000) + "x";
        assertThat(PolicyDraft.wrong("dns", tooLong)).singleElement().asString().contains("at most 100000 characters");
        assertThat(PolicyDraft.wrong("cn", tooLong)).hasSize(1);
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> PolicyDraft.EMPTY.with(true, "dns", tooLong))
                .satisfies(refused -> assertThat(refused.errors()).hasSize(1));
        String tooMany = numbered("host-", NamePolicy.MAXIMUM_RULES + 1) + " x..";
        assertThat(PolicyDraft.wrong("dns", tooMany)).isEmpty();
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> PolicyDraft.EMPTY.with(true, "dns", tooMany))
                .withMessageContaining("2000");
    }

    @Test
    void aPolicyThatIsTooLongIsSaidToBeSo() {
        String label = "a".repeat(60);
        String base = String.join(".", label, label, label);
        PolicyDraft draft = PolicyDraft.EMPTY
                .with(true, "dns", numbered(base + ".h", 300))
                .with(true, "dns", numbered(base + ".i", 300));
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(draft::policy)
                .satisfies(refused ->
                        assertThat(refused.errors()).singleElement().asString().contains("longer than"));
    }

    @Test
    void whatChangedIsTold() {
        PolicyDraft before = PolicyDraft.of(Policies.typed("allow dns **.corp; deny dns secret.corp"));
        PolicyDraft after = PolicyDraft.of(Policies.typed("allow dns **.corp; allow ip 10.0.0.0/8; wildcards"));
        PolicyDifference difference = PolicyDifference.between(before, after);
        assertThat(difference.added()).extracting(PolicyRule::toString).containsExactly("allow ip 10.0.0.0/8");
        assertThat(difference.removed()).extracting(PolicyRule::toString).containsExactly("deny dns secret.corp");
        assertThat(difference.kept()).extracting(PolicyRule::toString).containsExactly("allow dns **.corp");
        assertThat(difference.wildcardsChanged()).isTrue();
        assertThat(difference.wildcardsAfter()).isTrue();
        assertThat(difference.none()).isFalse();
        assertThat(PolicyDifference.between(before, before).none()).isTrue();
    }

    /** A page keeps it between two requests. */
    @Test
    void aDraftGoesToAnotherNode() throws IOException, ClassNotFoundException {
        PolicyDraft draft = PolicyDraft.of(Policies.typed("allow dns **.corp; deny cn My Device; wildcards"));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(List.of(draft, PolicyDifference.between(PolicyDraft.EMPTY, draft)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(List.of(draft, PolicyDifference.between(PolicyDraft.EMPTY, draft)));
        }
    }

    private static String numbered(String beginning, int many) {
        return IntStream.range(0, many).mapToObj(number -> beginning + number).collect(Collectors.joining(" "));
    }
}
