package org.bailiwick.schema;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The nodes at this database, as each writes into it every few seconds ({@link DatabaseCheck}), by itself and for itself. */
@ApplicationScoped
public class Nodes {

    /** Who was not heard of for so long was taken away. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private static final int MOST = 100;
    private static final int SECONDS_FOR_STATEMENT = 5;

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    /**
     * A node.
     *
     * @param name as its settings have it
     * @param at when it wrote last
     */
    public record Heard(String name, Instant at) {}

    /** Those that were heard of in the last seven days, by name; the first {@value #MOST} if there are more. */
    public List<Heard> heardOf(Instant now) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select node, written_at from database_check where written_at > ? order by node")) {
            query.setQueryTimeout(SECONDS_FOR_STATEMENT);
            query.setMaxRows(MOST);
            query.setObject(1, now.minus(REMEMBERED).atOffset(ZoneOffset.UTC));
            List<Heard> heard = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    heard.add(new Heard(
                            row.getString(1),
                            row.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return heard;
        } catch (SQLException failed) {
            throw new IllegalStateException("the nodes cannot be looked at", failed);
        }
    }
}
