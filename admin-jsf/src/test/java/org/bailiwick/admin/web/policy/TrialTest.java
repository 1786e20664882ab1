package org.bailiwick.admin.web.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {

    private static final IssuancePolicy LEVELS = IssuancePolicy.of(
                    Optional.of(NamePolicy.ofBareRules(List.of("**.corp"), List.of())))
            .with(PolicyLevel.ACCOUNT, Optional.of(NamePolicy.ofBareRules(List.of(), List.of("secret.corp"))));

    @Test
    void eachLevelSaysItsVerdictAndByWhichRule() {
        Trial trial = Trial.of("", " SECRET.corp ", LEVELS::explain);
        assertThat(trial.value()).isEqualTo("secret.corp");
        assertThat(trial.type()).isEqualTo("dns");
        assertThat(trial.permitted()).isFalse();
        assertThat(trial.levels())
                .extracting(Trial.Level::level, Trial.Level::permitted, Trial.Level::rule)
                .containsExactly(
                        tuple("authority", true, "allow dns **.corp"), tuple("account", false, "deny dns secret.corp"));
        assertThat(trial.levels().get(0).sentence()).isEmpty();
        assertThat(trial.levels().get(1).sentence()).contains("denies it");
    }

    @Test
    void aCommonNameNeedsItsType() {
        assertThat(Trial.of("cn", "host.corp", LEVELS::explain).permitted()).isTrue();
        assertThat(Trial.of("cn", "My Device", LEVELS::explain).permitted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'',a..b", "ip,host.corp", "'',<svg onload=alert(1)>", "nonsense,host.corp", "email,nobody"})
    void whatIsNoNameIsSaidToBeNone(String type, String text) {
        Trial trial = Trial.of(type, text, names -> {
            throw new IllegalStateException("nobody is asked");
        });
        assertThat(trial.wrong()).isNotEmpty();
        assertThat(trial.permitted()).isFalse();
        assertThat(trial.levels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cn", "dns", "ip", "email", "uri"})
    void whatIsTooLongIsNotReadAndNotKept(String type) {
        Trial trial = Trial.of(type, "x://" + ":".repeat(1_000), LEVELS::explain);
        assertThat(trial.wrong()).contains("at most 1000 characters");
        assertThat(trial.value()).isEmpty();
    }
}
