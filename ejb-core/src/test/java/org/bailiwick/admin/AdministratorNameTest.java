package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdministratorNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"ab", "anna", "anna.berg@corp.internal", "a-1_b", "42"})
    void namesAreShortAndPlain(String name) {
        assertThat(AdministratorName.of(name).value()).isEqualTo(name);
        assertThat(AdministratorName.read(name)).contains(new AdministratorName(name));
    }

    @Test
    void caseAndSpacesAroundAreTheSame() {
        assertThat(AdministratorName.of(" Anna.Berg ").value()).isEqualTo("anna.berg");
        assertThat("x".repeat(64))
                .satisfies(longest ->
                        assertThat(AdministratorName.of(longest).value()).isEqualTo(longest));
    }

    /** U2, U3, U14: nothing of it means anything to a page, a log or an expression. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ".a",
                "a.",
                "a b",
                "a\nb",
                "<svg onload=alert(1)>",
                "#{7*7}",
                "${jndi:ldap://x}",
                "' or '1'='1",
                "\u0430nna",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void othersAreNone(String name) {
        assertThat(AdministratorName.read(name)).isEmpty();
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> AdministratorName.of(name))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.INVALID));
    }
}
