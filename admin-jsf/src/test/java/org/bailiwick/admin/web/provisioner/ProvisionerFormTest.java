package org.bailiwick.admin.web.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.admin.AdminException;
import org.bailiwick.config.Setting;
import org.bailiwick.provisioner.ProvisionerOverview;
import org.junit.jupiter.api.Test;

class ProvisionerFormTest {

    /** Whoever saves what he was shown changes nothing. */
    @Test
    void whatIsReadIsWhatIsSent() {
        Map<String, String> own = Map.of(
                "profiles", "shortlived, tlsserver",
                "validation.challenges", "http-01, dns-01",
                "limits", "new-order=3/1h, name=5/1d",
                "external-account", "always-required",
                "terms-of-service", "https://corp/terms",
                "validation.seconds", "7",
                "validation.http01-port", "5080",
                "validation.tlsalpn01-port", "5443",
                "validation.source-address", "10.0.0.1",
                "validation.targets", "default, !10.1.0.0/16");
        Map<String, String> sent = given(ProvisionerForm.of(overview(own)));
        assertThat(sent)
                .isEqualTo(own.entrySet().stream()
                        .collect(Collectors.toMap(each -> "bailiwick." + each.getKey(), Map.Entry::getValue)));
    }

    @Test
    void theFieldsAreAllThatAProvisionerMayHave() {
        assertThat(new ProvisionerForm().settings().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Setting.values())
                        .filter(Setting::ofProvisioners)
                        .map(Setting::key)
                        .toList());
        assertThat(given(new ProvisionerForm())).isEmpty();
    }

    @Test
    void theFirstProfileIsTheOneForThoseThatAskForNone() {
        ProvisionerForm form = new ProvisionerForm();
        form.setProfiles(List.of("tlsserver", "shortlived"));
        form.setFirstProfile("shortlived");
        assertThat(form.settings()).containsEntry("bailiwick.profiles", "shortlived, tlsserver");
        form.setFirstProfile("mutual");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(form::settings)
                .withMessageContaining("tick \"mutual\", too");
        form.setFirstProfile(null);
        assertThat(form.settings()).containsEntry("bailiwick.profiles", "tlsserver, shortlived");
        form.setProfiles(null);
        form.setChallenges(null);
        assertThat(given(form)).isEmpty();
    }

    private static Map<String, String> given(ProvisionerForm form) {
        return form.settings().entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static ProvisionerOverview overview(Map<String, String> own) {
        return new ProvisionerOverview(
                new UUID(1, 2),
                3,
                "web",
                "acme",
                new UUID(3, 4),
                "internal",
                true,
                Instant.EPOCH,
                "https://ca/acme/internal/web/directory",
                "https://ca/pki/internal/root.pem",
                own.entrySet().stream()
                        .map(each -> new ProvisionerOverview.Value(each.getKey(), each.getValue(), ""))
                        .toList());
    }
}
