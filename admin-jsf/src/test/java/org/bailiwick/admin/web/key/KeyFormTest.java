package org.bailiwick.admin.web.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.admin.AdminException;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.policy.NamePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormTest {

    @Test
    void whatIsWrittenAreTheTerms() {
        KeyForm form = form("host-1");
        form.setOwner(" Web team ");
        form.setExpires(" 2027-12-31 ");
        form.setUses(" 3 ");
        form.setProfiles("shortlived, tlsserver ");
        form.setAllow("**.corp  10.0.0.0/8");
        KeyTerms terms = form.terms();
        assertThat(terms.reference()).isEqualTo("host-1");
        assertThat(terms.owner()).contains("Web team");
        assertThat(terms.note()).isEmpty();
        assertThat(terms.expiresAt()).map(Object::toString).contains("2027-12-31T00:00:00Z");
        assertThat(terms.uses()).isEqualTo(3);
        assertThat(terms.profiles()).containsExactly("shortlived", "tlsserver");
        assertThat(terms.policy()).contains(NamePolicy.ofBareRules(List.of("**.corp", "10.0.0.0/8"), List.of()));
        assertThat(form("host-2").terms().policy()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "10001", "x", "9999999999999"})
    void aNumberOfAccountsThatCannotBeIsRefused(String uses) {
        KeyForm form = form("host");
        form.setUses(uses);
        assertInvalid(form::uses);
        assertInvalid(form::terms);
    }

    @Test
    void whatCannotBeIsRefusedWithASentence() {
        assertInvalid(form(" ")::terms);
        KeyForm form = form("host");
        form.setExpires("tomorrow");
        assertInvalid(form::description);
        form.setExpires("");
        form.setAllow("10.0.0.0/33");
        assertInvalid(form::terms);
    }

    /** Faces says null for the line of a list that chooses nothing. */
    @Test
    void aProvisionerIsChosen() {
        KeyForm form = form("host");
        for (String none : Arrays.asList(null, "", "x", "1-1-1-1-1")) {
            form.setProvisioner(none);
            assertInvalid(form::provisioner);
        }
        form.setProvisioner(new UUID(1, 2).toString());
        assertThat(form.provisioner()).isEqualTo(new UUID(1, 2));
    }

    @Test
    void statesHaveNames() {
        assertThat(ResourceBundle.getBundle("org.bailiwick.admin.web.key.texts", Locale.ENGLISH)
                        .keySet())
                .containsAll(Stream.of(ExternalAccountKeyStatus.values())
                        .map(state -> "state." + state.name().toLowerCase(Locale.ROOT))
                        .toList())
                .containsAll(Stream.of(AccountStatus.values())
                        .map(state -> "account." + state.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static KeyForm form(String reference) {
        KeyForm form = new KeyForm();
        form.setReference(reference);
        return form;
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(AdminException.Refusal.INVALID))
                .withMessageMatching("(?s).{10,}");
    }
}
