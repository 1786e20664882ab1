package org.bailiwick.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.bailiwick.ca.CertificateChain;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** Gives the issuers that were there before V11 the fingerprint of their key, which no SQL can read from a certificate. */
final class IssuerKeys implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("11.1");
    }

    @Override
    public String getDescription() {
        return "issuer keys";
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
        fill(connection, fingerprints(connection));
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter table issuer alter column key_fingerprint set not null");
            statement.execute("alter table issuer add constraint issuer_key unique (key_fingerprint)");
        }
    }

    private static Map<Object, String> fingerprints(Connection connection) throws SQLException {
        Map<Object, String> fingerprints = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet issuers = statement.executeQuery("select id, chain from issuer")) {
            while (issuers.next()) {
                String fingerprint = CertificateChain.parse(issuers.getString("chain"))
                        .keyFingerprint()
                        .value();
                if (fingerprints.containsValue(fingerprint)) {
                    throw new IllegalStateException(
                            "Two authorities have the same issuing key (SHA-256 %s), which this version does not permit: go back to the version before and give one of them a key of its own."
                                    .formatted(fingerprint));
                }
                fingerprints.put(issuers.getObject("id"), fingerprint);
            }
        }
        return fingerprints;
    }

    private static void fill(Connection connection, Map<Object, String> fingerprints) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update issuer set key_fingerprint = ? where id = ?")) {
            for (Map.Entry<Object, String> issuer : fingerprints.entrySet()) {
                update.setString(1, issuer.getValue());
                update.setObject(2, issuer.getKey());
                update.executeUpdate();
            }
        }
    }
}
