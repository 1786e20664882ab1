package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.quickstart.QuickStartException;
import org.junit.jupiter.api.Test;

/** A server with a setting that cannot be right does not start, and says which and why. */
@OwnServers
class SettingsIT {

    @Test
    void aSettingThatIsWrongStopsTheStartBeforeAnythingIsMade() throws IOException {
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("bailiwick.htps-port", "1"),
                        "There is no setting bailiwick.htps-port",
                        Map.of("bailiwick.https-port", "70000"),
                        "bailiwick.https-port=70000 cannot be right: write a number from 1 to 65535",
                        Map.of("bailiwick.url", "http://ca.internal"),
                        "bailiwick.url=http://ca.internal cannot be right: write https://",
                        Map.of("bailiwick.host", "ca.example.com"),
                        "bailiwick.host=ca.example.com cannot be right: the authority must permit it",
                        Map.of("bailiwick.mode", "production"),
                        "In production mode http-01 connects to port",
                        Map.of("bailiwick.mode", "test"),
                        "bailiwick.mode=test cannot be right: write production or quickstart",
                        Map.of("bailiwick.node", "a-name-of-more-than-23-bytes"),
                        "bailiwick.node=a-name-of-more-than-23-bytes cannot be right",
                        Map.of("bailiwick.tls.password", "hunter2"),
                        "Remove the setting bailiwick.tls.password",
                        Map.of(
                                "bailiwick.admin.client-certificates",
                                "true",
                                "bailiwick.admin.client-ca",
                                "/nowhere/admin-ca.pem"),
                        "The file /nowhere/admin-ca.pem, which bailiwick.admin.client-ca names")
                .entrySet()) {
            assertThatExceptionOfType(InvalidSettingException.class)
                    .isThrownBy(() -> TestServers.start("wrong", wrong.getKey()))
                    .withMessageContaining(wrong.getValue())
                    .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
        }
        assertThat(Files.exists(TestServers.data("wrong"))).isFalse();
    }

    @Test
    void aDatabaseThatIsNotThereStopsTheStartWithASentence() {
        assertThatExceptionOfType(QuickStartException.class)
                .isThrownBy(() -> TestServers.start(
                        "database-away", Map.of("bailiwick.database.url", "jdbc:postgresql://127.0.0.1:1/none")))
                .withMessageContaining("database")
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\tat "));
    }
}
