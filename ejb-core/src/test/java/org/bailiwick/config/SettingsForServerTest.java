package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bailiwick.config.SettingsTest.settings;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server demands: its passwords from the right place, and a database that keeps what it is given. */
class SettingsForServerTest {

    private static final Settings SERVER = settings("data", "/data", "token.library", "/lib.so");
    private static final Map<String, String> PASSWORDS =
            Map.of("BAILIWICK_DATABASE_PASSWORD", "a", "BAILIWICK_TLS_PASSWORD", "b");

    @Test
    void aServerNeedsItsDataAndItsTokenLibrary() {
        assertThatThrownBy(() -> settings().requireForServer(PASSWORDS))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("The setting bailiwick.data is missing; docs/settings.md says what it is.");
        assertThatThrownBy(() -> settings("data", "/data").requireForServer(PASSWORDS))
                .hasMessageContaining("bailiwick.token.library is missing");
        SERVER.requireForServer(PASSWORDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAILIWICK_DATABASE_PASSWORD", "BAILIWICK_TLS_PASSWORD"})
    void aServerNeedsBothPasswordsInItsEnvironment(String variable) {
        Map<String, String> environment = new HashMap<>(PASSWORDS);
        environment.remove(variable);
        assertThatThrownBy(() -> SERVER.requireForServer(environment))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessage("The variable %s is missing in the server's environment; docs/settings.md says what it is."
                        .formatted(variable));
        environment.put(variable, " ");
        assertThatThrownBy(() -> SERVER.requireForServer(environment)).hasMessageContaining(variable + " is missing");
    }

    /** The server's own configuration reads the environment: what is in a system property would be ignored. */
    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"DATABASE_PASSWORD", "TLS_PASSWORD"})
    void aServerRefusesAPasswordThatIsNotInItsEnvironment(Setting password) {
        Settings settings = SERVER.with(Map.of(password, "hunter2"));
        assertThatThrownBy(() -> settings.requireForServer(PASSWORDS))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("Remove the setting " + password.key())
                .hasMessageContaining(password.environmentVariable())
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x",
                "jdbc:h2:mem:",
                "jdbc:h2:MEM:x;WRITE_DELAY=0",
                "jdbc:h2:nioMemLZF:x;WRITE_DELAY=0",
                "jdbc:h2:split:memFS:x;WRITE_DELAY=0",
                "jdbc:h2:tcp://db.corp/mem:x;WRITE_DELAY=0",
            })
    void productionRefusesADatabaseInMemory(String url) {
        assertThatThrownBy(() -> settings("database.url", url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bailiwick.database.url")
                .hasMessageEndingWith("name a file, or use PostgreSQL.");
        assertThat(settings("mode", "quickstart", "database.url", url).databaseUrl())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:/data/x",
                "jdbc:h2:/data/x;DB_CLOSE_ON_EXIT=FALSE",
                "jdbc:h2:~/x;WRITE_DELAY=500",
                "jdbc:h2:file:/data/x;WRITE_DELAY=05",
                "jdbc:h2:file:/WRITE_DELAY=0/x",
                "jdbc:h2:tcp://db.corp/x;NO_WRITE_DELAY=0",
            })
    void productionRefusesH2ThatWritesLater(String url) {
        assertThatThrownBy(() -> settings("database.url", url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("bailiwick.database.url")
                .hasMessageEndingWith("add ;WRITE_DELAY=0 at its end.");
        assertThat(settings("mode", "quickstart", "database.url", url).databaseUrl())
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:file:/data/x;WRITE_DELAY=0",
                "jdbc:h2:/var/mem/x;DB_CLOSE_ON_EXIT=FALSE;write_delay=0;AUTO_SERVER=TRUE",
                "jdbc:postgresql://db.corp/bailiwick?sslmode=verify-full",
            })
    void productionAcceptsADatabaseOnADisk(String url) {
        assertThat(settings("database.url", url).databaseUrl()).isEqualTo(url);
    }

    @Test
    void productionAcceptsItsOwnDatabaseUrl() {
        String url = settings("data", "/data").databaseUrl();
        assertThat(settings("database.url", url).databaseUrl()).isEqualTo(url);
    }

    /** The URL is on the server's command line, which every account of the machine can read. */
    @ParameterizedTest
    @CsvSource({
        "production, jdbc:postgresql://db/x?password=hunter2",
        "production, jdbc:postgresql://db/x?user=a&password=hunter2&sslmode=require",
        "quickstart, jdbc:postgresql://db/x?password=hunter2",
        "quickstart, jdbc:h2:file:/data/x;PASSWORD=hunter2",
        "production, jdbc:h2:file:/data/x;WRITE_DELAY=0;password=hunter2",
    })
    void aPasswordInTheDatabaseUrlIsRefusedAndNotShown(String mode, String url) {
        assertThatThrownBy(() -> settings("mode", mode, "database.url", url))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("The setting bailiwick.database.url cannot be right: ")
                .hasMessageEndingWith("put it into the environment as BAILIWICK_DATABASE_PASSWORD.")
                .hasMessageNotContaining("hunter2");
    }
}
