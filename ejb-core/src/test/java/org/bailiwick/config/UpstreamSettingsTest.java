package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where another CA is asked. */
class UpstreamSettingsTest {

    private static final Map<String, String> GIVEN = Map.of(
            "bailiwick.upstream.url", "https://ca.corp:8443/cmp/internal/plant-a",
            "bailiwick.upstream.trust", "/etc/bailiwick/root.pem",
            "bailiwick.upstream.secret-file", "/etc/bailiwick/secret");

    @Test
    void usuallyThereIsNone() {
        Settings settings = Settings.of(Map.of());
        assertThat(settings.upstreamUrl()).isEmpty();
        assertThat(settings.upstreamDeadline()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void itIsReached() {
        Settings settings = Settings.of(GIVEN);
        assertThat(settings.upstreamUrl()).contains(URI.create("https://ca.corp:8443/cmp/internal/plant-a"));
        assertThat(settings.upstreamTrust()).isEqualTo(Path.of("/etc/bailiwick/root.pem"));
        assertThat(settings.upstreamSecretFile()).isEqualTo(Path.of("/etc/bailiwick/secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bailiwick.upstream.trust", "bailiwick.upstream.secret-file"})
    void whoNamesItSaysHowTheTwoKnowEachOther(String missing) {
        Map<String, String> given = new HashMap<>(GIVEN);
        given.remove(missing);
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Settings.of(given))
                .withMessageContaining(missing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca.corp/cmp",
                "ftp://ca.corp/cmp",
                "https:///cmp",
                "https://user:password@ca.corp/cmp",
                "https://ca.corp/cmp?secret=x",
                "https://ca.corp/cmp#x",
                "https://ca.corp/a b"
            })
    void whatIsNoSuchUrlIsRefused(String url) {
        Map<String, String> given = new HashMap<>(GIVEN);
        given.put("bailiwick.upstream.url", url);
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> Settings.of(given));
    }
}
