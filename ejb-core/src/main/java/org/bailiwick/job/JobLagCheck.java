package org.bailiwick.job;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;

/** Whether due jobs are run: how long the oldest has been waiting, of those that nobody runs now. */
@ApplicationScoped
public class JobLagCheck implements HealthCheck {

    /** Jobs are looked for every second; many attempts at hosts that do not answer may take a while. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Nobody runs any, on no node. */
    private static final Duration TOO_LATE = Duration.ofMinutes(5);

    private static final int SECONDS_FOR_STATEMENT = 5;

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public Health check() {
        Duration once = lag("scheduled_job");
        Duration recurring = lag("recurring_job");
        Metrics.JOB_LAG.labelValues("once").set(once.toMillis() / 1000.0);
        Metrics.JOB_LAG.labelValues("recurring").set(recurring.toMillis() / 1000.0);
        return judge(once.compareTo(recurring) > 0 ? once : recurring);
    }

    static Health judge(Duration lag) {
        if (lag.compareTo(LATE) < 0) {
            return Health.up("Due jobs are run.");
        }
        String sentence = "The oldest due job has been waiting for %d seconds.".formatted(lag.toSeconds());
        return lag.compareTo(TOO_LATE) < 0 ? Health.warning(sentence) : Health.down(sentence);
    }

    /** For how long the oldest due job of a table has been waiting; zero if none is. */
    Duration lag(String table) {
        Instant now = clock.instant();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement oldest = connection.prepareStatement(
                        "select min(execution_time) from " + table + " where picked = false and execution_time <= ?")) {
            oldest.setQueryTimeout(SECONDS_FOR_STATEMENT);
            oldest.setObject(1, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = oldest.executeQuery()) {
                row.next();
                OffsetDateTime due = row.getObject(1, OffsetDateTime.class);
                return due == null ? Duration.ZERO : Duration.between(due.toInstant(), now);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the queue of jobs cannot be looked at", failed);
        }
    }
}
