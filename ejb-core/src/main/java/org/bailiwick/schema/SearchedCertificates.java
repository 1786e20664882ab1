package org.bailiwick.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.Domains;
import org.bailiwick.hash.Sha256;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Lets the certificates that were there before V22 be found by what is asked since: by their hash, and by the domains that
 * their names are in. No SQL that both databases have can make either. The indexes over it are made afterwards (V22_3). A
 * million takes some minutes.
 */
final class SearchedCertificates implements JavaMigration {

    private static final int PAGE = 1000;

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("22.2");
    }

    @Override
    public String getDescription() {
        return "searched certificates";
    }

    /** Not null: Flyway takes a migration without one for one that may change. */
    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        UUID after = new UUID(0, 0);
        List<Stored> page = page(connection, after);
        while (!page.isEmpty()) {
            UUID last = page.get(page.size() - 1).id();
            hash(connection, page);
            place(connection, after, last);
            after = last;
            page = page(connection, after);
        }
    }

    private static List<Stored> page(Connection connection, UUID after) throws SQLException {
        List<Stored> page = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement("select id, der from certificate where id > ? order by id limit " + PAGE)) {
            select.setObject(1, after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new Stored(rows.getObject(1, UUID.class), rows.getBytes(2)));
                }
            }
        }
        return page;
    }

    private static void hash(Connection connection, List<Stored> page) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update certificate set sha256 = ? where id = ?")) {
            for (Stored certificate : page) {
                byte[] der = certificate.der();
                if (der != null) {
                    update.setString(1, Sha256.hexadecimal(der));
                    update.setObject(2, certificate.id());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    /** Those whose ids are in an interval, without its beginning. */
    private static void place(Connection connection, UUID after, UUID last) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into certificate_domain (domain, certificate_id) values (?, ?)")) {
            for (Map.Entry<UUID, Set<String>> certificate :
                    domains(connection, after, last).entrySet()) {
                for (String domain : certificate.getValue()) {
                    insert.setString(1, domain);
                    insert.setObject(2, certificate.getKey());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static Map<UUID, Set<String>> domains(Connection connection, UUID after, UUID last) throws SQLException {
        Map<UUID, Set<String>> domains = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select certificate_id, name from certificate_name where certificate_id > ? and certificate_id <= ?")) {
            select.setObject(1, after);
            select.setObject(2, last);
            try (ResultSet names = select.executeQuery()) {
                while (names.next()) {
                    domains.computeIfAbsent(names.getObject(1, UUID.class), first -> new HashSet<>())
                            .addAll(Domains.of(names.getString(2)));
                }
            }
        }
        return domains;
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Stored(UUID id, byte @Nullable [] der) {}
}
