package org.bailiwick.job;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.bailiwick.health.Health.State;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobLagCheckTest {

    /** Before any other row of the tests. */
    private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

    @ParameterizedTest
    @EnumSource
    void theOldestDueJobThatNobodyRunsCounts(TestDatabase database) {
        String name = UUID.randomUUID().toString();
        DataSource dataSource = (DataSource)
                Objects.requireNonNull(database.factory().getProperties().get("jakarta.persistence.nonJtaDataSource"));
        JobLagCheck check =
                Injected.into(new JobLagCheck(), Clock.fixed(LONG_AGO.plusSeconds(90), ZoneOffset.UTC), dataSource);
        assertThat(check.lag("scheduled_job")).isEqualTo(Duration.ZERO);
        database.transact(entityManager -> {
            add(entityManager, name + "-picked", LONG_AGO, true);
            add(entityManager, name + "-due", LONG_AGO.plusSeconds(60), false);
            add(entityManager, name + "-later", LONG_AGO.plusSeconds(91), false);
        });
        assertThat(check.lag("scheduled_job")).isEqualTo(Duration.ofSeconds(30));
        assertThat(check.lag("recurring_job")).isEqualTo(Duration.ZERO);
        database.transact(entityManager -> entityManager
                .createNativeQuery("delete from scheduled_job where task_name like '" + name + "%'")
                .executeUpdate());
    }

    @ParameterizedTest
    @CsvSource({"0, UP", "59, UP", "60, WARNING", "299, WARNING", "300, DOWN", "86400, DOWN"})
    void aQueueThatNobodyServesIsDown(long seconds, State state) {
        assertThat(JobLagCheck.judge(Duration.ofSeconds(seconds)).state()).isEqualTo(state);
    }

    @Test
    void aSentenceTellsForHowLong() {
        assertThat(JobLagCheck.judge(Duration.ofSeconds(75)).sentence()).contains("75 seconds");
    }

    private static void add(EntityManager entityManager, String name, Instant at, boolean picked) {
        entityManager
                .createNativeQuery(
                        "insert into scheduled_job (task_name, task_instance, execution_time, picked, version) values (?1, 'x', ?2, ?3, 1)")
                .setParameter(1, name)
                .setParameter(2, at)
                .setParameter(3, picked)
                .executeUpdate();
    }
}
