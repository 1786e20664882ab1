package org.bailiwick.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ABUSE T1. */
class ClockStepTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    @ParameterizedTest
    @EnumSource
    void whatWaitsForATimeThatAClockHadAheadIsRunNow(TestDatabase database) throws SQLException {
        DataSource jobs = (DataSource)
                Objects.requireNonNull(database.factory().getProperties().get("jakarta.persistence.nonJtaDataSource"));
        String watch = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        add(jobs, watch, "a", NOW.plus(Duration.ofDays(400)), false);
        add(jobs, watch, "b", NOW.plusSeconds(30), false);
        add(jobs, watch, "c", NOW.plus(Duration.ofDays(400)), true);
        add(jobs, other, "a", NOW.plus(Duration.ofDays(400)), false);

        new ClockStep(jobs, Clock.fixed(NOW, ZoneOffset.UTC))
                .mend("recurring_job", Map.of(watch, Duration.ofSeconds(1)));

        assertThat(time(jobs, watch, "a")).isEqualTo(NOW);
        assertThat(time(jobs, watch, "b")).isEqualTo(NOW.plusSeconds(30));
        assertThat(time(jobs, watch, "c")).as("is running").isEqualTo(NOW.plus(Duration.ofDays(400)));
        assertThat(time(jobs, watch, "c", "last_heartbeat"))
                .as("may have died meanwhile")
                .isEqualTo(NOW);
        assertThat(time(jobs, other, "a")).as("is not one of ours").isEqualTo(NOW.plus(Duration.ofDays(400)));
        try (var connection = jobs.getConnection();
                var delete = connection.prepareStatement("delete from recurring_job where task_name in (?, ?)")) {
            delete.setString(1, watch);
            delete.setString(2, other);
            delete.executeUpdate();
        }
    }

    private static void add(DataSource database, String job, String subject, Instant at, boolean picked)
            throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(
                        "insert into recurring_job (task_name, task_instance, execution_time, picked, last_heartbeat, version) values (?, ?, ?, ?, ?, 1)")) {
            insert.setString(1, job);
            insert.setString(2, subject);
            insert.setObject(3, at.atOffset(ZoneOffset.UTC));
            insert.setBoolean(4, picked);
            insert.setObject(5, picked ? at.atOffset(ZoneOffset.UTC) : null, Types.TIMESTAMP_WITH_TIMEZONE);
            insert.executeUpdate();
        }
    }

    private static Instant time(DataSource database, String job, String subject) throws SQLException {
        return time(database, job, subject, "execution_time");
    }

    private static Instant time(DataSource database, String job, String subject, String column) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select " + column + " from recurring_job where task_name = ? and task_instance = ?")) {
            query.setString(1, job);
            query.setString(2, subject);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }
}
