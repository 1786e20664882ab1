package org.bailiwick.admin.web.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bailiwick.governance.PolicyDraft;
import org.bailiwick.governance.PolicyRule;
import org.junit.jupiter.api.Test;

class RuleListFormTest {

    private final RuleListForm form = new RuleListForm(false);

    @Test
    void whatIsTypedIsAddedAndGone() {
        form.setTyped("secret.corp **.dmz.corp");
        assertThat(form.getWrong()).isEmpty();
        PolicyDraft draft = form.addTo(PolicyDraft.EMPTY);
        assertThat(draft.rules())
                .extracting(PolicyRule::toString)
                .containsExactly("deny dns secret.corp", "deny dns **.dmz.corp");
        assertThat(form.getTyped()).isEmpty();
    }

    @Test
    void whatIsNoRuleStaysToBeMended() {
        form.setType("ip");
        form.setTyped("10.0.0.0/33");
        assertThat(form.addTo(PolicyDraft.EMPTY)).isEqualTo(PolicyDraft.EMPTY);
        assertThat(form.getTyped()).isEqualTo("10.0.0.0/33");
        assertThat(form.getWrong()).singleElement().asString().contains("is not a rule");
    }

    /** The page asks several times what is wrong. */
    @Test
    void whatIsTypedIsReadOnce() {
        form.setTyped("x..");
        assertThat(form.getWrong()).hasSize(1).isSameAs(form.getWrong());
        form.setType("cn");
        assertThat(form.getWrong()).isEmpty();
        form.setTyped("");
        assertThat(form.getWrong()).isEmpty();
    }

    /** However often it is sent. */
    @Test
    void aRuleIsDroppedByItsText() {
        PolicyDraft draft =
                PolicyDraft.EMPTY.with(false, "dns", "a.corp b.corp c.corp").with(true, "dns", "b.corp");
        form.setDropped("deny dns b.corp");
        PolicyDraft rest = form.dropFrom(form.dropFrom(draft));
        assertThat(rest.rules())
                .extracting(PolicyRule::toString)
                .containsExactly("allow dns b.corp", "deny dns a.corp", "deny dns c.corp");
        for (String none : List.of("allow dns b.corp", "deny dns d.corp", "")) {
            form.setDropped(none);
            assertThat(form.dropFrom(rest)).isEqualTo(rest);
        }
    }

    @Test
    void ofManyRulesTheFirstAreShownAndAnyIsFound() {
        form.setTyped(
                IntStream.range(0, 100).mapToObj(i -> "host-" + i + ".corp").collect(Collectors.joining(" ")));
        PolicyDraft draft = form.addTo(PolicyDraft.EMPTY);
        assertThat(form.isLong(draft)).isTrue();
        assertThat(form.shown(draft)).hasSize(20);
        assertThat(form.more(draft)).isEqualTo(80);
        form.setPart(" HOST-99");
        assertThat(form.shown(draft)).singleElement().asString().isEqualTo("deny dns host-99.corp");
        assertThat(form.more(draft)).isZero();
    }
}
