package org.bailiwick.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.bailiwick.config.Settings;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;

/**
 * Whether the database answers and keeps what it is given, through the pool that everything else uses. It is written to:
 * reading goes well for long when its disk is full, or when a stand-by took its place.
 */
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(DatabaseCheck.class.getName());

    private static final int SECONDS_FOR_STATEMENT = 5;

    /** SQLSTATE of a connection that is not there, and of PostgreSQL when it stops or starts. */
    private static final String NOT_THERE = "(08|57P).*";

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private boolean complained;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Health check() {
        try (Connection connection = dataSource.getConnection()) {
            if (write(connection, "update database_check set written_at = ? where node = ?") == 0) {
                write(connection, "insert into database_check (written_at, node) values (?, ?)");
                forget(connection);
            }
            complained = false;
            return Health.up("It can be read and written.");
        } catch (SQLException away) {
            if (!complained) {
                LOG.log(Level.WARNING, "The database does not do its work: {0}", told(away));
                complained = true;
            }
            return Health.down(sentence(away));
        }
    }

    /** In a transaction of its own: how many rows were written. */
    private int write(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(SECONDS_FOR_STATEMENT);
            statement.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            statement.setString(2, settings.node());
            return statement.executeUpdate();
        }
    }

    /** What nodes wrote that are no more: whoever starts under a new name tidies up. */
    private void forget(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("delete from database_check where written_at < ?")) {
            statement.setQueryTimeout(SECONDS_FOR_STATEMENT);
            statement.setObject(1, clock.instant().minus(Nodes.REMEMBERED).atOffset(ZoneOffset.UTC));
            statement.executeUpdate();
        }
    }

    /** What a stranger may know. The pool wraps what the database says. */
    static String sentence(SQLException away) {
        String state = null;
        for (Throwable cause = away; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state == null || state.matches(NOT_THERE)
                ? "It does not answer."
                : "It cannot be written: see whether its disk is full, and the log.";
    }

    /** The first line of each that it comes of: the last one has the operating system's words. */
    private static String told(SQLException away) {
        List<String> told = new ArrayList<>();
        for (Throwable cause = away; cause != null; cause = cause.getCause()) {
            String.valueOf(cause.getMessage()).lines().findFirst().ifPresent(told::add);
        }
        return String.join(": ", told);
    }
}
