package org.bailiwick.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Setting;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

class ProvisionerOverviewTest {

    private static final URI URL = URI.create("https://ca.corp.internal");
    private static final Map<Setting, String> SERVER = Map.of(Setting.LIMITS, "off", Setting.PROFILES, "tlsserver");

    private final Authority authority = new Authority(new UUID(1, 2), new AuthorityName("internal"), Population.NOW);

    @Test
    void itTellsWhatHoldsAndFromWhere() {
        Provisioner provisioner = new Provisioner(authority, new AuthorityName("web"), Population.NOW);
        provisioner.configure(Map.of(Setting.LIMITS, "strict"));
        ProvisionerOverview overview = ProvisionerOverview.of(provisioner, URL, SERVER);
        assertThat(overview.directory()).isEqualTo("https://ca.corp.internal/acme/internal/web/directory");
        assertThat(overview.rootUrl()).isEqualTo("https://ca.corp.internal/pki/internal/root.pem");
        assertThat(overview.text(Setting.LIMITS)).isEqualTo("strict");
        assertThat(overview.own(Setting.LIMITS)).isEqualTo("strict");
        assertThat(overview.text(Setting.PROFILES)).isEqualTo("tlsserver");
        assertThat(overview.own(Setting.PROFILES)).isEmpty();
        assertThat(overview.text(Setting.TERMS_OF_SERVICE)).isEmpty();
        assertThat(overview.settings())
                .extracting(ProvisionerOverview.Value::name)
                .contains("limits", "validation.targets")
                .doesNotContain("host", "database.password");
    }

    @Test
    void aManualOneHasNoDirectoryAndProfilesOnly() {
        Provisioner provisioner =
                new Provisioner(authority, new AuthorityName("desk"), ProvisionerKind.MANUAL, Population.NOW);
        ProvisionerOverview overview = ProvisionerOverview.of(provisioner, URL, SERVER);
        assertThat(overview.directory()).isEmpty();
        assertThat(overview.settings())
                .extracting(ProvisionerOverview.Value::name)
                .containsExactly("profiles");
        assertThat(overview.text(Setting.EXTERNAL_ACCOUNT)).isEmpty();
    }
}
