package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/**
 * The first administrator makes himself by the set-up link. A quick start has one already, so the test takes him away and
 * puts a link into the database, as a start in production would; on PostgreSQL, where a test can.
 */
class PortalSetUpIT {

    private static final String PASSWORD = "four words in a row";

    @Test
    void theLinkMakesTheFirstAdministratorOnce() throws IOException, InterruptedException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RunningServer server = TestServers.start(
                        "set-up",
                        Map.of(
                                "bailiwick.database.url",
                                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()),
                                "bailiwick.database.user",
                                "postgres",
                                "bailiwick.database.password",
                                "postgres"))) {
            String link = server.settings().url() + "/admin/setup?link=" + openLink(postgres);
            Browser browser = Browser.fresh().openUrl(link).inspect("setup");
            fill(browser, "Anna.Berg@corp.internal", "short");
            assertThat(browser.text()).contains("12 to 128 characters");
            fill(browser, "anna<b>", PASSWORD);
            assertThat(browser.text()).contains("A name to log in by has");
            fill(browser, "Anna.Berg@corp.internal", PASSWORD);
            assertThat(browser.text()).contains("Your password is set.");
            browser.fill("Name", "anna.berg@corp.internal")
                    .fill("Password", "my secret in the wrong field")
                    .press("Log in");
            // by itself, as nothing else was refused here yet
            assertThat(AdminClient.first(server).awaitAudited("administrator-log-in-refused", "127.0.0.1"))
                    .doesNotContain("secret");
            browser.fill("Name", "anna.berg@corp.internal")
                    .fill("Password", PASSWORD)
                    .press("Log in");
            assertThat(browser.title()).isEqualTo("Dashboard · Bailiwick");
            assertThat(browser.text()).contains("anna.berg@corp.internal", "Administrators");
            browser.press("Log out").openUrl(link);
            assertThat(browser.text()).contains("opens nothing");
            assertThat(browser.has("input[type=password]")).isFalse();
        }
    }

    private static void fill(Browser browser, String name, String password) {
        browser.fill("Name to log in by", name)
                .fill("Password", password)
                .fill("The same password again", password)
                .press("Create, and go to the log-in");
    }

    /** Takes away whoever could log in, and makes a link as a start without anybody would. */
    static String openLink(EmbeddedPostgres postgres) throws SQLException {
        LinkSecret secret = LinkSecret.random();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update administrator set suspended_at = now()");
            statement.execute("insert into set_up_link values ('%s', '%s', now(), now() + interval '1 day', null)"
                    .formatted(UUID.randomUUID(), secret.sha256()));
        }
        return secret.reveal();
    }
}
