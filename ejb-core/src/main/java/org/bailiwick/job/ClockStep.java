package org.bailiwick.job;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Brings forward what waits longer than it ever should. Jobs wait for a time of the day: when a clock was ahead and was put
 * back, what was scheduled meanwhile would stand still until that time comes again, and nobody would notice. So would a job
 * whose node died then: it seems to be alive until that time.
 *
 * @param dataSource where the tables are
 * @param clock tells the time of the day; whoever runs this measures intervals by another one
 */
record ClockStep(DataSource dataSource, Clock clock) {

    private static final Logger LOG = System.getLogger(ClockStep.class.getName());

    /** Of two nodes one may be a little ahead of the other. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    /**
     * Looks once.
     *
     * @param table of the jobs
     * @param longest by name of the job: how far ahead it is ever scheduled
     */
    void mend(String table, Map<String, Duration> longest) {
        try (Connection connection = dataSource.getConnection()) {
            bringForward(connection, table, longest);
            doubtHeartbeats(connection, table);
        } catch (SQLException away) {
            LOG.log(Level.DEBUG, "jobs could not be looked at", away);
        }
    }

    private void bringForward(Connection connection, String table, Map<String, Duration> longest) throws SQLException {
        Instant now = clock.instant();
        try (PreparedStatement update = connection.prepareStatement("update " + table
                + " set execution_time = ? where task_name = ? and picked = false and execution_time > ?")) {
            for (Map.Entry<String, Duration> job : longest.entrySet()) {
                update.setObject(1, now.atOffset(ZoneOffset.UTC));
                update.setString(2, job.getKey());
                update.setObject(3, now.plus(job.getValue()).plus(TOLERANCE).atOffset(ZoneOffset.UTC));
                int mended = update.executeUpdate();
                if (mended > 0) {
                    LOG.log(
                            Level.WARNING,
                            "{0} jobs \"{1}\" waited for a time that is too far ahead and are run now: a clock was put back.",
                            mended,
                            job.getKey());
                }
            }
        }
    }

    /** Whoever lives says so again within seconds; nobody of the others is believed any longer. */
    private void doubtHeartbeats(Connection connection, String table) throws SQLException {
        Instant now = clock.instant();
        try (PreparedStatement update = connection.prepareStatement(
                "update " + table + " set last_heartbeat = ? where picked = true and last_heartbeat > ?")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setObject(2, now.plus(TOLERANCE).atOffset(ZoneOffset.UTC));
            update.executeUpdate();
        }
    }
}
