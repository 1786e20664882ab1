package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.bailiwick.config.Settings;
import org.bailiwick.health.Health.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatKeepsWhatItIsGivenIsUp(TestDatabase database) throws SQLException {
        DataSource source = (DataSource)
                Objects.requireNonNull(database.factory().getProperties().get("jakarta.persistence.nonJtaDataSource"));
        String node = name();
        for (Instant now : new Instant[] {NOW, NOW.plusSeconds(5)}) {
            assertThat(check(source, node, now).check().state()).isEqualTo(State.UP);
            try (var connection = source.getConnection();
                    var query = connection.prepareStatement("select written_at from database_check where node = ?")) {
                query.setString(1, node);
                try (var row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getObject(1, OffsetDateTime.class).toInstant())
                            .isEqualTo(now);
                }
            }
        }
    }

    /** A node that was taken away is known for a week; the next that starts under a new name forgets it. */
    @ParameterizedTest
    @EnumSource
    void whoWasNotHeardOfForAWeekIsForgotten(TestDatabase database) {
        DataSource source = (DataSource)
                Objects.requireNonNull(database.factory().getProperties().get("jakarta.persistence.nonJtaDataSource"));
        Nodes nodes = Injected.into(new Nodes(), source);
        String gone = name();
        String silent = name();
        String alive = name();
        check(source, gone, NOW.minus(Duration.ofDays(8))).check();
        check(source, silent, NOW.minus(Duration.ofDays(6))).check();
        assertThat(nodes.heardOf(NOW.minus(Duration.ofDays(6))))
                .extracting(Nodes.Heard::name)
                .contains(gone, silent);
        check(source, alive, NOW).check();
        assertThat(nodes.heardOf(NOW))
                .contains(new Nodes.Heard(silent, NOW.minus(Duration.ofDays(6))), new Nodes.Heard(alive, NOW));
        assertThat(nodes.heardOf(NOW.minus(Duration.ofDays(6))))
                .extracting(Nodes.Heard::name)
                .doesNotContain(gone);
    }

    private static String name() {
        return UUID.randomUUID().toString().substring(0, 18);
    }

    /** As a stand-by that took the place of what it stood by for. */
    @Test
    void aDatabaseThatIsReadOnlyIsDown() throws SQLException {
        DataSource source = (DataSource) Objects.requireNonNull(
                TestDatabase.POSTGRESQL.factory().getProperties().get("jakarta.persistence.nonJtaDataSource"));
        String url;
        try (Connection pooled = source.getConnection()) {
            url = pooled.getMetaData().getURL();
        }
        // one that nobody uses afterwards
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = on");
            var found = check(always(connection), "node-1", NOW).check();
            assertThat(found.state()).isEqualTo(State.DOWN);
            assertThat(found.sentence()).isEqualTo(DatabaseCheck.sentence(new SQLException("x", "25006")));
        }
    }

    @ParameterizedTest
    @CsvSource({"08006,answer", "57P03,answer", "53100,written", "25006,written", "90028,written", "90098,written"})
    void whatIsWrongIsToldApart(String state, String word) {
        assertThat(DatabaseCheck.sentence(new SQLException("pool", new SQLException("x", state))))
                .contains(word);
    }

    @Test
    void aPoolThatHasNoneIsToldLikeADatabaseThatDoesNotAnswer() {
        assertThat(DatabaseCheck.sentence(new SQLException("none"))).contains("answer");
    }

    private static DatabaseCheck check(DataSource source, String node, Instant now) {
        return Injected.into(
                new DatabaseCheck(),
                source,
                Settings.of(Map.of("bailiwick.node", node)),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** A data source that has one connection. */
    private static DataSource always(Connection connection) {
        return (DataSource) Proxy.newProxyInstance(
                DatabaseCheckTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (self, method, arguments) -> connection);
    }
}
