package org.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.config.Settings;
import org.bailiwick.person.FirstAdministrator;
import org.bailiwick.person.Passwords;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start does for the portal's first administrator. */
class PortalSetUpTest {

    private static final LinkSecret LINK = LinkSecret.random();

    @TempDir
    Path data;

    private final List<String> made = new ArrayList<>();
    private boolean missing = true;

    @Test
    void inProductionTheLinkIsInTheLogAndNobodyIsMade() {
        List<String> told =
                start(Map.of("bailiwick.host", "ca.corp.internal", "bailiwick.url", "https://ca.corp.internal"));
        assertThat(told)
                .singleElement()
                .asString()
                .contains("https://ca.corp.internal/admin/setup?link=" + LINK.reveal(), "24 hours");
        assertThat(made).isEmpty();
        assertThat(passwordFile()).doesNotExist();
    }

    @Test
    void aQuickStartMakesAPersonWithARandomPassword() throws IOException {
        List<String> told = start(Map.of("bailiwick.mode", "quickstart"));
        assertThat(told).isEmpty();
        assertThat(made).containsExactly("admin");
        String password = Files.readString(passwordFile()).strip();
        assertThat(password).matches("[A-Za-z0-9_-]{24}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passwordFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void whereSomebodyCanLogInNothingIsMade() {
        missing = false;
        assertThat(start(Map.of())).isEmpty();
        assertThat(start(Map.of("bailiwick.mode", "quickstart"))).isEmpty();
        assertThat(made).isEmpty();
        assertThat(passwordFile()).doesNotExist();
    }

    /** Starts, and returns what the log says of it. */
    private List<String> start(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("bailiwick.data", data.toString());
        Told told = new Told();
        Logger log = Logger.getLogger(PortalSetUp.class.getName());
        log.addHandler(told);
        try {
            Injected.into(new PortalSetUp(), Settings.of(settings), new First(), new Passwords())
                    .open();
        } finally {
            log.removeHandler(told);
        }
        return told.lines;
    }

    private Path passwordFile() {
        return data.resolve("portal-password");
    }

    private final class First extends FirstAdministrator {
        @Override
        public boolean isMissing() {
            return missing;
        }

        @Override
        public LinkSecret openLink() {
            return LINK;
        }

        @Override
        public void createForQuickStart(AdministratorName name, String hash) {
            made.add(name.value());
        }
    }

    private static final class Told extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {
            // nothing waits
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
