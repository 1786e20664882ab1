package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.config.SettingsTest.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimits.Allowance;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.bailiwick.validation.ValidationTargets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What provisioners have of the server's settings, and of their own. */
class ProvisionerSettingsTest {

    @Test
    void theDefaultsAreThoseOfProduction() {
        ProvisionerSettings standard = settings("data", "/data").forProvisioners();
        assertThat(standard.termsOfService()).isNull();
        assertThat(standard.profiles()).extracting(CertificateProfile::name).containsExactly("tlsserver", "shortlived");
        assertThat(standard.challenges()).hasToString("http-01, dns-01, tls-alpn-01");
        assertThat(standard.validation().targets()).isEqualTo(ValidationTargets.DEFAULT);
        assertThat(standard.validation().ports()).isEqualTo(Ports.STANDARD);
        assertThat(standard.validation().sourceAddress()).isNull();
        assertThat(standard.validation().timeLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(standard.testSwitches()).isEmpty();
    }

    /** What one would write to have what there is anyway. */
    @Test
    void theDefaultsAreToldAsText() {
        Map<Setting, String> production =
                settings("data", "/data", "limits", "strict").textsForProvisioners();
        assertThat(production)
                .containsEntry(Setting.LIMITS, "strict")
                .containsEntry(Setting.PROFILES, "tlsserver, shortlived")
                .containsEntry(Setting.HTTP01_PORT, "80")
                .containsEntry(Setting.VALIDATION_TARGETS, "default")
                .doesNotContainKeys(Setting.TERMS_OF_SERVICE, Setting.SOURCE_ADDRESS, Setting.DATA);
        Map<Setting, String> quickstart = settings("mode", "quickstart").textsForProvisioners();
        assertThat(quickstart)
                .containsEntry(Setting.HTTP01_PORT, "5080")
                .containsEntry(Setting.TLSALPN01_PORT, "5443")
                .containsEntry(Setting.VALIDATION_TARGETS, "default, 127.0.0.0/8, ::1/128");
    }

    @Test
    void theQuickStartReachesLoopback() {
        ProvisionerSettings standard = settings("mode", "quickstart").forProvisioners();
        assertThat(standard.validation().targets().permitted()).hasSize(2);
        assertThat(standard.validation().ports()).isEqualTo(new Ports(5080, 5443));
    }

    @ParameterizedTest
    @CsvSource({
        "validation.http01-port,  0",
        "validation.http01-port,  http",
        "validation.tlsalpn01-port, 65536",
        "validation.challenges,   http-02",
        "validation.challenges,   'http-01,'",
        "validation.challenges,   HTTP-01",
        "validation.source-address, eth0",
        "validation.source-address, 10.0.0.1/8",
        "validation.targets,      private",
        "validation.targets,      10.0.0.0/33",
        "validation.targets,      !10.0.0.1",
        "validation.resolvers,    ns.corp",
        "validation.resolvers,    10.0.0.53:99999",
        "validation.seconds,      0",
        "validation.seconds,      61",
        "validation.seconds,      10s",
        "terms-of-service,        terms",
        "terms-of-service,        ftp://ca.corp/terms",
        "terms-of-service,        https:///terms",
        "terms-of-service,        https://user@ca.corp/terms",
        "terms-of-service,        https://ca.corp/the terms",
        "terms-of-service,        '<https://ca.corp/terms>'",
        "profiles,                server",
        "profiles,                'tlsserver, tlsserver'",
        "limits,                  some",
    })
    void aValueThatCannotBeRightStopsTheStartWithASentence(String name, String value) {
        assertThatThrownBy(() -> settings(name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The setting bailiwick." + name)
                .hasMessageContaining(" cannot be right: ")
                .hasMessageEndingWith(".");
        assertThatThrownBy(() -> settings("provisioner.web." + name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("For the provisioner web: The setting bailiwick." + name);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ca.corp/terms?v=2, https://ca.corp/terms?v=2",
        "http://ca.corp:8080/,      http://ca.corp:8080/",
        "https://ca.corp/größe,     https://ca.corp/gr%C3%B6%C3%9Fe",
    })
    void termsOfServiceAreAPage(String given, URI url) {
        assertThat(settings("terms-of-service", given).forProvisioners().termsOfService())
                .isEqualTo(url);
    }

    @Test
    void aProvisionerHasItsOwnAndTheServersRest() {
        Settings server = settings(
                "validation.seconds", "5",
                "validation.targets", "10.0.0.0/8",
                "limits", "new-account=2/1h",
                "profiles", "shortlived",
                "provisioner.web.profiles", "tlsclient",
                "provisioner.web.validation.resolvers", "10.0.0.53",
                "provisioner.plain.validation.seconds", " ");

        assertThat(server.provisioners())
                .containsOnlyKeys("web", "plain")
                .containsEntry("web", Map.of(Setting.PROFILES, "tlsclient", Setting.VALIDATION_RESOLVERS, "10.0.0.53"))
                .containsEntry("plain", Map.of());
        ProvisionerSettings web =
                server.forProvisioner(server.provisioners().getOrDefault("web", Map.of()), KnownProfiles.BUILT_IN);
        assertThat(web.profiles()).extracting(CertificateProfile::name).containsExactly("tlsclient");
        assertThat(web.validation().timeLimit()).isEqualTo(Duration.ofSeconds(5));
        assertThat(web.validation().targets()).isEqualTo(ValidationTargets.parse("10.0.0.0/8"));
        assertThat(web.limits().of(RateLimit.NEW_ACCOUNT)).contains(new Allowance(2, Duration.ofHours(1)));
        assertThat(web.validation().resolver())
                .isNotSameAs(server.forProvisioners().validation().resolver());
        assertThat(server.forProvisioner(server.provisioners().getOrDefault("web", Map.of()), KnownProfiles.BUILT_IN))
                .isSameAs(web);
        assertThat(server.forProvisioner(Map.of(), KnownProfiles.BUILT_IN)).isSameAs(server.forProvisioners());
    }

    @Test
    void aServerIsToldOfThem() {
        Map<String, String> handed = settings("data", "/data", "provisioner.web.profiles", "tlsclient")
                .forServer();
        assertThat(handed).containsEntry("bailiwick.provisioner.web.profiles", "tlsclient");
        assertThat(Settings.of(handed).provisioners()).containsKey("web");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTheServersAloneNoProvisionerMayHave(Setting setting) {
        String key = setting.key().substring(Setting.PREFIX.length());
        if (setting.ofProvisioners()) {
            assertThat(settings("provisioner.web." + key, "").provisioners()).containsEntry("web", Map.of());
        } else {
            assertThatThrownBy(() -> settings("provisioner.web." + key, "x"))
                    .isInstanceOf(InvalidSettingException.class)
                    .hasMessage(
                            "There is no setting bailiwick.provisioner.web.%s; docs/settings.md says what a"
                                    + " provisioner may have of its own.",
                            key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Web", "-web", "web_1", ""})
    void aProvisionersNameIsASegmentOfAUrl(String name) {
        assertThatThrownBy(() -> settings("provisioner." + name + ".profiles", "tlsserver"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("names no provisioner");
    }

    @Test
    void noProvisionerHasATestSwitchInProduction() {
        assertThatThrownBy(() -> settings("provisioner.web.validation.http01-port", "81"))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("For the provisioner web: In production mode http-01 connects to port 81");
    }

    @ParameterizedTest
    @CsvSource({
        "validation.http01-port, 5002,                     port 5002",
        "validation.http01-port, 443,                      port 443",
        "validation.tlsalpn01-port, 8443,                  tls-alpn-01 connects to port 8443 instead of 443",
        "validation.targets,     'default, 127.0.0.0/8',   loopback",
        "validation.targets,     '127.0.0.53, default',    loopback",
        "validation.targets,     'default, ::1',           loopback",
        "validation.resolvers,   127.0.0.1,                name server on loopback",
        "validation.resolvers,   127.0.0.1:5353,           name server on loopback",
        "validation.resolvers,   '10.0.0.53, [::1]:5353',  name server on loopback",
        "validation.resolvers,   ::1,                      name server on loopback",
        "validation.targets,     'default, 0.0.0.0',       loopback",
        "validation.resolvers,   0.0.0.0,                  name server on loopback",
    })
    void productionRefusesEachTestSwitchAndTheQuickStartNamesIt(String name, String value, String switched) {
        assertThatThrownBy(() -> settings(name, value))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("In production mode ")
                .hasMessageContaining(switched)
                .hasMessageContaining("bailiwick.mode=quickstart");
        assertThat(settings("mode", "quickstart", name, value).testSwitches())
                .anySatisfy(sentence -> assertThat(sentence).contains(switched));
    }

    @Test
    void challengeTypesAreReadOnceEachAndInTheirOrder() {
        assertThat(settings("validation.challenges", "tls-alpn-01,http-01, tls-alpn-01")
                        .forProvisioners()
                        .challenges()
                        .types())
                .containsExactly(ChallengeType.TLS_ALPN_01, ChallengeType.HTTP_01);
        assertThatThrownBy(() -> settings("validation.challenges", "http-02"))
                .hasMessage("The setting bailiwick.validation.challenges=http-02 cannot be right: \"http-02\" is not a"
                        + " challenge type; write some of http-01, dns-01, tls-alpn-01.");
    }

    @Test
    void aSourceAddressIsAnAddress() {
        assertThat(settings("validation.source-address", "10.1.2.3")
                        .forProvisioners()
                        .validation()
                        .sourceAddress())
                .isEqualTo(new IpIdentifier("10.1.2.3").address());
    }

    @Test
    void productionNamesAllTestSwitchesAtOnce() {
        assertThatThrownBy(() -> settings("validation.http01-port", "81", "validation.resolvers", "127.0.0.1"))
                .hasMessageContaining("port 81")
                .hasMessageContaining("on loopback");
    }

    @ParameterizedTest
    @CsvSource({
        "validation.targets,   'default, 0.0.0.0/0'",
        "validation.targets,   'default, !127.0.0.0/8'",
        "validation.targets,   'default, !10.1.2.3, !10.1.2.4, !fd00::1:4'",
        "validation.targets,   '10.0.0.0/8, fd00::/8'",
        "validation.resolvers, 10.127.0.1",
        "validation.resolvers, 'system'",
        "validation.resolvers, '[fd00::1]:53'",
    })
    void productionAcceptsWhatIsNoTestSwitch(String name, String value) {
        assertThat(settings(name, value).testSwitches()).isEmpty();
    }
}
