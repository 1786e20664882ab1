package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.policy.NameRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Settings DATA_ONLY = settings("data", "/data");
    private static final Settings QUICKSTART = settings("data", "/data", "mode", "quickstart");

    @Test
    void theDefaultsAreThoseOfProduction() {
        assertThat(DATA_ONLY.mode()).isEqualTo(Mode.PRODUCTION);
        assertThat(DATA_ONLY.host()).isEqualTo("localhost");
        assertThat(DATA_ONLY.httpsPort()).isEqualTo(8443);
        assertThat(DATA_ONLY.managementPort()).isEqualTo(9990);
        assertThat(DATA_ONLY.url()).isEqualTo(URI.create("https://localhost:8443"));
        assertThat(DATA_ONLY.node()).isEqualTo("node-1");
        assertThat(DATA_ONLY.databaseUser()).isEqualTo("bailiwick");
        assertThat(DATA_ONLY.databasePassword()).isEmpty();
        assertThat(DATA_ONLY.databaseConnections()).isEqualTo(20);
        assertThat(DATA_ONLY.tokenLabel()).isEqualTo("bailiwick");
        assertThat(DATA_ONLY.tokenLibraryIfNamed()).isEmpty();
        assertThat(DATA_ONLY.authorityName()).isEqualTo("internal");
        assertThat(DATA_ONLY.authorityKey()).isEqualTo("issuing");
        assertThat(DATA_ONLY.tlsPassword()).isEmpty();
        assertThat(DATA_ONLY.testSwitches()).isEmpty();
    }

    @Test
    void clientCertificatesAreOffUnlessTheyAreWantedAndHaveAPortOfTheirOwn() {
        assertThat(DATA_ONLY.adminClientCertificates()).isFalse();
        assertThat(DATA_ONLY.adminClientCa()).isEqualTo(Path.of("/data/admin-ca.pem"));
        assertThat(settings("https-port", "8444").adminClientPort()).isEqualTo(8444);
        assertThat(settings("admin.client-certificates", "true").adminClientCertificates())
                .isTrue();
        for (String taken : new String[] {"8443", "9990"}) {
            assertThatThrownBy(() -> settings("admin.client-certificates", "true", "admin.client-port", taken))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("bailiwick.admin.client-port=" + taken);
        }
        assertThatThrownBy(() -> settings("admin.client-certificates", "yes"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageEndingWith("write true or false.");
    }

    @Test
    void plainHttpHasAPortOfItsOwn() {
        assertThat(DATA_ONLY.httpPort()).isEqualTo(8080);
        for (String taken : new String[] {"8443", "9990"}) {
            assertThatThrownBy(() -> settings("http-port", taken))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining("bailiwick.http-port=" + taken);
        }
        assertThatThrownBy(() -> settings("admin.client-certificates", "true", "admin.client-port", "8080"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bailiwick.admin.client-port=8080");
    }

    @ParameterizedTest
    @CsvSource({
        "CA.Corp.Internal, 8080, '',                            http://ca.corp.internal:8080",
        "ca.corp.internal, 80,   '',                            http://ca.corp.internal",
        "ca.corp.internal, 8080, http://pki.corp.internal,      http://pki.corp.internal",
        "ca.corp.internal, 8080, http://pki.corp.internal:8000, http://pki.corp.internal:8000",
    })
    void whatIsInCertificatesIsTheHostUnlessItIsGiven(String host, String port, String given, String url) {
        assertThat(settings("host", host, "http-port", port, "http-url", given).httpUrl())
                .isEqualTo(URI.create(url));
    }

    @Test
    void aCrlIsMadeEachDayAndIsGoodForAWeek() {
        assertThat(DATA_ONLY.crlInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(DATA_ONLY.crlOverlap()).isEqualTo(Duration.ofDays(6));
    }

    /** One key is one CA, and the audit log's is none. */
    @Test
    void theRootsKeyIsAnother() {
        assertThat(DATA_ONLY.authorityRootKey()).isEmpty();
        assertThat(settings("authority.root-key", "root").authorityRootKey()).contains("root");
        assertThatThrownBy(() -> settings("authority.root-key", "issuing"))
                .hasMessageContaining("bailiwick.authority.root-key=issuing");
        assertThatThrownBy(() -> settings("authority.root-key", "audit")).hasMessageContaining("bailiwick.audit.key");
        assertThatThrownBy(() -> settings("audit.key", "issuing")).hasMessageContaining("bailiwick.audit.key=issuing");
        assertThatThrownBy(() -> settings("audit.key", "ocsp-1")).hasMessageContaining("OCSP");
    }

    /** ADR 7: a production server permits nothing until it is told what. */
    @Test
    void productionHasNoNamesAndNoTestSwitch() {
        assertThat(DATA_ONLY.authorityPolicy()).isEmpty();
        assertThat(DATA_ONLY.http01Port()).isEqualTo(80);
        assertThat(DATA_ONLY.tlsAlpn01Port()).isEqualTo(443);
    }

    @Test
    void pathsAreInTheDataFolderUnlessTheyAreGiven() {
        assertThat(DATA_ONLY.data()).isEqualTo(Path.of("/data"));
        assertThat(DATA_ONLY.tokenPinFile()).isEqualTo(Path.of("/data/token/pin"));
        assertThat(DATA_ONLY.authorityChain()).isEqualTo(Path.of("/data/ca/chain.pem"));
        assertThat(DATA_ONLY.tlsKeystore()).isEqualTo(Path.of("/data/tls/server.p12"));
        assertThat(DATA_ONLY.databaseUrl())
                .isEqualTo("jdbc:h2:file:/data/database/bailiwick;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        assertThat(DATA_ONLY.databaseDriver()).isEqualTo("h2");
        Settings given = settings(
                "token.pin-file", "/a/pin", "authority.chain", "/a/chain.pem", "tls.keystore", "/a/server.p12");
        assertThat(given.tokenPinFile()).isEqualTo(Path.of("/a/pin"));
        assertThat(given.authorityChain()).isEqualTo(Path.of("/a/chain.pem"));
        assertThat(given.tlsKeystore()).isEqualTo(Path.of("/a/server.p12"));
    }

    @Test
    void otherTokensAreDescribedBesideTheServersOwn() {
        Settings given = settings(
                "data", "/data",
                "token.library", "/usr/lib/hsm.so",
                "token.plant.label", "Plant CA",
                "token.vault.library", "/opt/vault.so",
                "token.vault.pin-file", "/etc/vault.pin");
        assertThat(given.otherTokens()).containsExactly("plant", "vault");
        assertThat(given.tokenLabel()).isEqualTo("bailiwick");
        assertThat(given.token("plant"))
                .isEqualTo(new Pkcs11TokenConfig(
                        Path.of("/usr/lib/hsm.so"), "Plant CA", Path.of("/data/token/plant.pin")));
        assertThat(given.token("vault"))
                .isEqualTo(new Pkcs11TokenConfig(Path.of("/opt/vault.so"), "vault", Path.of("/etc/vault.pin")));
        assertThat(given.forServer())
                .containsEntry("bailiwick.token.plant.label", "Plant CA")
                .containsEntry("bailiwick.token.vault.pin-file", "/etc/vault.pin");
        assertThat(given.with(Map.of(Setting.NODE, "node-2")).otherTokens()).containsExactly("plant", "vault");
        assertThatThrownBy(() -> given.token("none"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bailiwick.token.none");
        for (String wrong : new String[] {
            "token.plant.secrets-key", "token.plant.host", "token.Plant.label", "token..label", "token.plant.label.x"
        }) {
            assertThatThrownBy(() -> settings("data", "/data", wrong, "x"))
                    .as(wrong)
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessageContaining(wrong);
        }
        assertThatThrownBy(
                        () -> settings("data", "/data", "token.library", "/l.so", "token.plant.label", "x".repeat(33)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("For the token plant: ");
    }

    @Test
    void theQuickStartIsReadyForAFirstLookAndSaysSo() {
        assertThat(QUICKSTART.mode()).isEqualTo(Mode.QUICKSTART);
        assertThat(QUICKSTART.http01Port()).isEqualTo(5080);
        assertThat(QUICKSTART.tlsAlpn01Port()).isEqualTo(5443);
        assertThat(QUICKSTART.authorityPolicy()).hasValueSatisfying(policy -> {
            assertThat(policy.allow().all())
                    .extracting(NameRule::text)
                    .containsExactly(
                            "**.internal",
                            "**.test",
                            "**.localhost",
                            "**.lan",
                            "**.home.arpa",
                            "<single-label>",
                            "127.0.0.1",
                            "::1");
            assertThat(policy.deny().isEmpty()).isTrue();
            assertThat(policy.allowWildcardNames()).isTrue();
        });
        assertThat(QUICKSTART.testSwitches())
                .containsExactly(
                        "http-01 connects to port 5080 instead of 80",
                        "tls-alpn-01 connects to port 5443 instead of 443",
                        "validation may connect to loopback addresses");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,        '',        127.0.0.1",
        "ca.corp.internal, '',        0.0.0.0",
        "localhost,        ::,        ::",
        "ca.corp.internal, 10.1.2.3,  10.1.2.3",
    })
    void onlyWhatIsCalledLocalhostListensOnLoopbackAlone(String host, String given, String address) {
        assertThat(settings("host", host, "bind-address", given).bindAddress()).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({
        "CA.Corp.Internal, 8443, '',                             https://ca.corp.internal:8443",
        "ca.corp.internal, 443,  '',                             https://ca.corp.internal",
        "ca.corp.internal, 8443, https://acme.corp.internal,     https://acme.corp.internal",
        "ca.corp.internal, 8443, https://acme.corp.internal:444, https://acme.corp.internal:444",
    })
    void theUrlIsTheHostsUnlessClientsComeThroughAProxy(String host, String port, String given, String url) {
        assertThat(settings("host", host, "https-port", port, "url", given).url())
                .isEqualTo(URI.create(url));
    }

    @Test
    void aBlankValueIsOneThatIsNotGivenAndOthersAreStripped() {
        assertThat(settings("https-port", "  ", "node", "").httpsPort()).isEqualTo(8443);
        assertThat(settings("https-port", " 443 ").httpsPort()).isEqualTo(443);
    }

    @ParameterizedTest
    @CsvSource({
        "mode,                    Production",
        "mode,                    test",
        "host,                    -ca.corp",
        "host,                    ca_1.corp",
        "host,                    https://ca.corp",
        "host,                    ca.corp:8443",
        "host,                    fd00::1",
        "host,                    ca..corp",
        "bind-address,            localhost",
        "bind-address,            ca.corp",
        "bind-address,            300.1.1.1",
        "bind-address,            :::",
        "https-port,              0",
        "https-port,              65536",
        "https-port,              -1",
        "https-port,              https",
        "https-port,              4294967739",
        "management-port,         0",
        "management-port,         x",
        "url,                     http://ca.corp",
        "http-port,               0",
        "http-port,               http",
        "http-url,                https://ca.corp",
        "http-url,                http://ca.corp/",
        "http-url,                http://ca.corp/crl",
        "http-url,                http://user@ca.corp",
        "http-url,                http://",
        "http-url,                http://ca.corp:0",
        "http-url,                ldap://ca.corp",
        "crl.hours,               0",
        "crl.hours,               8761",
        "crl.overlap-hours,       0",
        "crl.overlap-hours,       a week",
        "url,                     https://ca.corp/",
        "url,                     https://ca.corp/acme",
        "url,                     https://user@ca.corp",
        "url,                     https://",
        "url,                     https://ca.corp:99999",
        "url,                     https://ca.corp:0",
        "url,                     https://-ca.corp",
        "node,                    a-name-of-twenty-four-by",
        "database.url,            jdbc:mysql://db/bailiwick",
        "database.url,            db.corp",
        "database.driver,         oracle",
        "database.connections,    1",
        "database.connections,    1001",
        "database.connections,    many",
        "orders.kept-days,        0",
        "orders.kept-days,        1w",
        "token.label,             a-label-of-more-than-thirty-two-octets",
        "authority.name,          Corp",
        "authority.name,          -corp",
        "authority.name,          corp/acme",
        "authority.names,         *.*.corp",
        "authority.names,         '**.corp, 10.0.0.0/33'",
        "authority.names,         '**.corp, 10.0.0.0/08'",
    })
    void aValueThatCannotBeRightStopsTheStartWithASentence(String name, String value) {
        assertThatThrownBy(() -> settings("data", "/data", name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The setting bailiwick." + name)
                .hasMessageContaining(" cannot be right: ")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"DATA", "TOKEN_LIBRARY", "TOKEN_PIN_FILE", "AUTHORITY_CHAIN", "TLS_KEYSTORE"})
    void whatCanBeNoPathStopsTheStartWithASentence(Setting setting) {
        assertThatThrownBy(() -> Settings.of(Map.of(setting.key(), "/data\u0000/x")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(setting.key())
                .hasMessageEndingWith(".");
    }

    @Test
    void aDriverThatDoesNotFitTheUrlIsRefused() {
        assertThatThrownBy(() -> settings("database.url", "jdbc:h2:mem:x", "database.driver", "postgresql"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("The setting bailiwick.database.driver=postgresql cannot be right: the URL is one for h2.");
        assertThat(settings("database.url", "jdbc:postgresql://db/x").databaseDriver())
                .isEqualTo("postgresql");
    }

    @Test
    void anUnknownSettingStopsTheStartWithASentence() {
        assertThatThrownBy(() -> settings("htps-port", "443"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("There is no setting bailiwick.htps-port; docs/settings.md lists them all.");
    }

    /** The quick start's own certificate comes from its own authority. */
    @ParameterizedTest
    @ValueSource(strings = {"ca.example.com", "10.1.2.3"})
    void theQuickStartRefusesAHostThatItsAuthorityRefuses(String host) {
        assertThatThrownBy(() -> settings("mode", "quickstart", "host", host))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bailiwick.host");
    }

    @Test
    void aSettingCanBeUnwanted() {
        assertThatThrownBy(() -> DATA_ONLY.requireNone("the file cannot say it", Setting.NODE, Setting.DATA))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("Remove the setting bailiwick.data: the file cannot say it.");
        DATA_ONLY.requireNone("it is none", Setting.NODE);
    }

    @Test
    void settingsAreFoundAmongSystemProperties() {
        Properties properties = new Properties();
        properties.setProperty("bailiwick.node", "node-2");
        properties.setProperty("java.home", "/jdk");
        assertThat(Settings.among(properties)).containsExactly(Map.entry("bailiwick.node", "node-2"));
    }

    @Test
    void settingsAreFoundInTheEnvironment() {
        assertThat(Settings.amongEnvironment(
                        Map.of("BAILIWICK_VALIDATION_HTTP01_PORT", "5002", "PATH", "/bin", "BAILIWICK_NODE", "b")))
                .containsOnly(Map.entry("bailiwick.validation.http01-port", "5002"), Map.entry("bailiwick.node", "b"));
        assertThatThrownBy(() -> Settings.amongEnvironment(Map.of("BAILIWICK_PORT", "1")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("BAILIWICK_PORT");
    }

    @ParameterizedTest
    @EnumSource
    void everySettingHasAnEnvironmentVariableOfItsOwn(Setting setting) {
        assertThat(setting.environmentVariable()).matches("BAILIWICK(_[A-Z0-9]+)+");
        assertThat(Arrays.stream(Setting.values()).map(Setting::environmentVariable))
                .containsOnlyOnce(setting.environmentVariable());
        assertThat(Settings.amongEnvironment(Map.of(setting.environmentVariable(), "x")))
                .containsExactly(Map.entry(setting.key(), "x"));
    }

    @Test
    void aServerIsStartedWithEveryDefaultWorkedOut() {
        assertThat(QUICKSTART.forServer())
                .containsEntry("bailiwick.mode", "quickstart")
                .containsEntry("bailiwick.data", "/data")
                .containsEntry("bailiwick.https-port", "8443")
                .containsEntry("bailiwick.management-port", "9990")
                .containsEntry("bailiwick.database.url", QUICKSTART.databaseUrl())
                .containsEntry("bailiwick.database.driver", "h2")
                .containsEntry("bailiwick.database.user", "bailiwick")
                .containsEntry("bailiwick.tls.keystore", "/data/tls/server.p12");
        assertThat(Settings.of(QUICKSTART.forServer()).forServer()).isEqualTo(QUICKSTART.forServer());
    }

    @Test
    void secretsAreNeverHandedToAServerNorShown() {
        String secret = "correct horse battery staple";
        Map<String, String> given = new HashMap<>(Map.of("bailiwick.data", "/data"));
        for (Setting setting : Setting.values()) {
            if (setting.secret()) {
                given.put(setting.key(), secret);
            }
        }
        Settings settings = Settings.of(given);
        assertThat(settings.databasePassword()).contains(secret);
        assertThat(settings.tlsPassword()).contains(secret);
        assertThat(settings.forServer().toString()).doesNotContain(secret).doesNotContain("password");
        given.put("bailiwick.https-port", "0");
        assertThatThrownBy(() -> Settings.of(given)).hasMessageNotContaining(secret);
        assertThatThrownBy(() -> settings.requireNone("no", Setting.TLS_PASSWORD, Setting.DATABASE_PASSWORD))
                .hasMessageNotContaining(secret);
    }

    /** A password in a JDBC URL is a secret too. */
    @Test
    void aUrlWithAPasswordIsNotShown() {
        assertThatThrownBy(() -> settings("database.url", "jdbc:mysql://db/x?user=a&password=hunter2"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void someSettingsCanBeSetLater() {
        Settings later = DATA_ONLY.with(Map.of(Setting.NODE, "node-9"));
        assertThat(later.node()).isEqualTo("node-9");
        assertThat(later.data()).isEqualTo(DATA_ONLY.data());
        assertThat(DATA_ONLY.node()).isEqualTo("node-1");
        assertThatThrownBy(() -> DATA_ONLY.with(Map.of(Setting.HTTPS_PORT, "0")))
                .isInstanceOf(InvalidSettingException.class);
    }

    static Settings settings(String... namesAndValues) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put("bailiwick." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.of(given);
    }
}
