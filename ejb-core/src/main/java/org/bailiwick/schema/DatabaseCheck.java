package org.bailiwick.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;

/** Whether the database answers, through the pool that everything else uses. */
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(DatabaseCheck.class.getName());

    private static final int SECONDS_FOR_STATEMENT = 5;

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    private boolean complained;

    @Override
    public String name() {
        return "database";
    }

    @Override
    public Health check() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS_FOR_STATEMENT);
            statement.execute("select 1");
            complained = false;
            return Health.up("It answers.");
        } catch (SQLException away) {
            if (!complained) {
                LOG.log(Level.WARNING, "The database does not answer: {0}", away.getMessage());
                complained = true;
            }
            return Health.down("It does not answer.");
        }
    }
}
