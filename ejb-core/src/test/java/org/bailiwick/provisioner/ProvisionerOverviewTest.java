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
        ProvisionerOverview overview = ProvisionerOverview.of(provisioner, URL, SERVER, true);
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

    /** ADR 27: where the server connects to is for super administrators. */
    @Test
    void whereTheServerConnectsToIsNotForEverybody() {
        Map<Setting, String> server = Map.of(
                Setting.LIMITS,
                "off",
                Setting.VALIDATION_TARGETS,
                "10.0.0.0/8",
                Setting.VALIDATION_RESOLVERS,
                "10.0.0.53");
        Provisioner provisioner = new Provisioner(authority, new AuthorityName("web"), Population.NOW);
        provisioner.configure(Map.of(Setting.VALIDATION_TARGETS, "10.7.0.0/16"));
        ProvisionerOverview all = ProvisionerOverview.of(provisioner, URL, server, true);
        assertThat(all.settings())
                .contains(
                        new ProvisionerOverview.Value("validation.targets", "10.7.0.0/16", "10.0.0.0/8"),
                        new ProvisionerOverview.Value("validation.resolvers", "", "10.0.0.53"));
        ProvisionerOverview some = ProvisionerOverview.of(provisioner, URL, server, false);
        assertThat(some.settings())
                .contains(
                        new ProvisionerOverview.Value("limits", "", "off"),
                        new ProvisionerOverview.Value("validation.targets", "10.7.0.0/16", ""))
                .extracting(ProvisionerOverview.Value::name)
                .doesNotContain("validation.resolvers", "validation.source-address");
        assertThat(some.own(Setting.VALIDATION_TARGETS)).isEqualTo("10.7.0.0/16");
    }

    @Test
    void aManualOneHasNoDirectoryAndProfilesOnly() {
        Provisioner provisioner =
                new Provisioner(authority, new AuthorityName("desk"), ProvisionerKind.MANUAL, Population.NOW);
        ProvisionerOverview overview = ProvisionerOverview.of(provisioner, URL, SERVER, true);
        assertThat(overview.directory()).isEmpty();
        assertThat(overview.settings())
                .extracting(ProvisionerOverview.Value::name)
                .containsExactly("profiles");
        assertThat(overview.text(Setting.EXTERNAL_ACCOUNT)).isEmpty();
    }
}
