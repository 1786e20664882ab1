package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hash.Sha256;
import org.bailiwick.hsm.SignatureScheme;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaMigrationTest {

    /** Hibernate starts only if its validation finds every column as the entities want it. */
    @ParameterizedTest
    @EnumSource
    void theScriptMakesTheTablesThatTheEntitiesWant(TestDatabase database) {
        assertThat(database.factory().getProperties())
                .containsEntry("hibernate.hbm2ddl.auto", "validate")
                .containsEntry("hibernate.jdbc.time_zone", "UTC");
        Set<String> entities = database.factory().getMetamodel().getEntities().stream()
                .map(entity -> entity.getName())
                .collect(Collectors.toSet());
        assertThat(entities)
                .containsExactlyInAnyOrder(
                        "Team",
                        "Authority",
                        "Issuer",
                        "IssuerRequest",
                        "Founding",
                        "Provisioner",
                        "Account",
                        "Order",
                        "Authorization",
                        "Challenge",
                        "IssuanceAttempt",
                        "Certificate",
                        "CertificateName",
                        "BlockedKey",
                        "CustomProfile",
                        "AlternateChain",
                        "Responder",
                        "UnlistedRevocation",
                        "RevocationList",
                        "RevocationListPart",
                        "RecordedEvent",
                        "ChainLink",
                        "StoredCheckpoint",
                        "VerificationRun",
                        "AdministratorToken",
                        "Administrator",
                        "SetUpLink",
                        "ExternalAccountKey",
                        "ManualRequest",
                        "MassRevocation",
                        "MassRevocationPart",
                        "HourlyCount",
                        "SummaryProgress",
                        "OverdueCertificate",
                        "KeptSession",
                        "SessionKey",
                        "RegistrationAuthority",
                        "RelayedRequest",
                        "CmpExchange",
                        "UpstreamAuthority",
                        "OutboxEntry");
    }

    /** Each node migrates at its start. */
    @ParameterizedTest
    @EnumSource
    void migratingAgainChangesNothing(TestDatabase database) {
        assertThatCode(() -> SchemaMigration.migrate(dataSourceOf(database))).doesNotThrowAnyException();
    }

    /** In a cluster JGroups may have made its own table first. */
    @ParameterizedTest
    @EnumSource
    void aSchemaThatIsNotEmptyIsMigrated(TestDatabase kind) throws IOException, SQLException {
        DataSource fresh = kind.dataSource();
        try (var connection = fresh.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table jgroupsping (own_addr varchar(200))");
            SchemaMigration.migrate(fresh);
            assertThat(statement.execute("select count(*) from acme_order")).isTrue();
        }
    }

    /** Before V11 issuers had no fingerprints; after it their URLs lead to them. */
    @ParameterizedTest
    @EnumSource
    void issuersThatWereThereGetTheFingerprintOfTheirKey(TestDatabase kind) throws IOException, SQLException {
        DataSource old = kind.dataSource();
        CertificateChain chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        atVersion("10", old);
        try (var connection = old.getConnection();
                var statement = connection.createStatement()) {
            insertIssuer(connection, new UUID(1, 1), chain.pem());

            SchemaMigration.migrate(old);

            try (var found = statement.executeQuery("select key_fingerprint, crl_only from issuer")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isEqualTo(chain.keyFingerprint().value());
                assertThat(found.getBoolean(2)).isFalse();
            }
            assertThatThrownBy(() -> statement.execute("update issuer set key_fingerprint = null"))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** Which of two CAs with one key would have the URL? Nobody was told that it may not be so before. */
    @ParameterizedTest
    @EnumSource
    void twoIssuersWithOneKeyAreToldApartByAPerson(TestDatabase kind) throws IOException, SQLException {
        DataSource old = kind.dataSource();
        String chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem();
        atVersion("10", old);
        try (var connection = old.getConnection()) {
            insertIssuer(connection, new UUID(1, 1), chain);
            insertIssuer(connection, new UUID(1, 2), chain);
        }
        assertThatThrownBy(() -> SchemaMigration.migrate(old))
                .hasStackTraceContaining("Two authorities have the same issuing key");
    }

    /** Before V17 only tokens asked; who asked must still be told after it. */
    @ParameterizedTest
    @EnumSource
    void whoAskedForManyRevocationsIsKept(TestDatabase kind) throws IOException, SQLException {
        DataSource old = kind.dataSource();
        atVersion("15", old);
        UUID id = new UUID(1, 1);
        try (var connection = old.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("insert into team values ('%s', 'team', current_timestamp)".formatted(id));
            statement.execute(
                    "insert into authority (id, version, team_id, name, created_at) values ('%s', 0, '%s', 'a', current_timestamp)"
                            .formatted(id, id));
            statement.execute(
                    "insert into administrator_token (id, name, role, sha256, created_at, expires_at) values ('%s', 'n', 'auditor', 'x', current_timestamp, current_timestamp)"
                            .formatted(id));
            statement.execute(
                    "insert into mass_revocation (id, version, authority_id, administrator_id, revocation_reason, previewed_at, created_at, certificates, revoked, already_revoked, expired) values ('%s', 0, '%s', '%s', 4, current_timestamp, current_timestamp, 0, 0, 0, 0)"
                            .formatted(id, id, id));

            SchemaMigration.migrate(old);

            try (var found = statement.executeQuery("select administrator_id from mass_revocation")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getObject(1, UUID.class)).isEqualTo(id);
            }
            // a person is no token
            statement.execute("update mass_revocation set administrator_id = '%s'".formatted(new UUID(2, 2)));
            assertThatThrownBy(() -> statement.execute("update mass_revocation set administrator_id = null"))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** Before V22 nothing was sought by hash or domain; what was issued then is found by both after it. */
    @ParameterizedTest
    @EnumSource
    void certificatesThatWereThereAreFound(TestDatabase kind) throws IOException, SQLException {
        DataSource old = kind.dataSource();
        UUID id = new UUID(1, 1);
        byte[] der = {0x30, 0x00};
        atVersion("10", old);
        try (var connection = old.getConnection();
                var statement = connection.createStatement()) {
            insertIssuer(
                    connection,
                    id,
                    TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem());
            try (var insert = connection.prepareStatement(
                    "insert into certificate (id, version, authority_id, issuer_id, serial, der, issued_at, not_before, not_after) values (?, 0, '%s', '%s', ?, ?, current_timestamp, current_timestamp, current_timestamp)"
                            .formatted(id, id))) {
                for (int i = 1; i <= 2; i++) {
                    insert.setObject(1, new UUID(1, i));
                    insert.setString(2, "0" + i);
                    insert.setBytes(3, i == 1 ? der : null);
                    insert.executeUpdate();
                }
            }
            for (String name : List.of("a.host.corp", "b.host.corp")) {
                statement.execute("insert into certificate_name values ('%s', '%s')".formatted(id, name));
            }

            SchemaMigration.migrate(old);

            try (var found = statement.executeQuery("select sha256 from certificate order by id")) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isEqualTo(Sha256.hexadecimal(der));
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isNull();
            }
            List<String> domains = new ArrayList<>();
            try (var found = statement.executeQuery(
                    "select domain from certificate_domain where certificate_id = '%s'".formatted(id))) {
                while (found.next()) {
                    domains.add(found.getString(1));
                }
            }
            assertThat(domains).containsExactlyInAnyOrder("a.host.corp", "b.host.corp", "host.corp", "corp");
        }
    }

    /** With a million certificates: an index that is there while they are filled in costs many times as much. */
    @ParameterizedTest
    @EnumSource
    void whatIsFilledInGetsItsIndexesAfterwards(TestDatabase kind) throws IOException, SQLException {
        DataSource fresh = kind.dataSource();
        atVersion("22.2", fresh);
        try (var connection = fresh.getConnection()) {
            assertThat(indexes(connection, "certificate"))
                    .contains("certificate_account")
                    .doesNotContain("certificate_sha256", "certificate_issued", "certificate_authority_issued");
            assertThat(primaryKey(connection, "certificate_domain")).isEmpty();

            SchemaMigration.migrate(fresh);

            assertThat(indexes(connection, "certificate"))
                    .contains("certificate_sha256", "certificate_issued", "certificate_authority_issued");
            assertThat(primaryKey(connection, "certificate_domain")).containsExactly("certificate_id", "domain");
        }
    }

    private static Set<String> indexes(Connection connection, String table) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (var found = connection.getMetaData().getIndexInfo(null, null, written(connection, table), false, true)) {
            while (found.next()) {
                // a row that only counts the table's rows has none
                names.add(String.valueOf(found.getString("INDEX_NAME")).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Set<String> primaryKey(Connection connection, String table) throws SQLException {
        Set<String> columns = new TreeSet<>();
        try (var found = connection.getMetaData().getPrimaryKeys(null, null, written(connection, table))) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    /** As the database keeps a name that is not quoted. */
    private static String written(Connection connection, String table) throws SQLException {
        return connection.getMetaData().storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
    }

    private static void atVersion(String version, DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations(SchemaMigration.locations(database))
                .javaMigrations(new IssuerKeys(), new SearchedCertificates())
                .target(version)
                .load()
                .migrate();
    }

    private static void insertIssuer(Connection connection, UUID id, String chain) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into team values ('%s', 'team-%s', current_timestamp)".formatted(id, id));
            statement.execute("insert into authority values ('%s', 0, '%s', 'a-%s', current_timestamp, null)"
                    .formatted(id, id, id));
            statement.execute("insert into issuer values ('%s', '%s', 'issuing', '%s', current_timestamp, null)"
                    .formatted(id, id, chain));
        }
    }

    private static DataSource dataSourceOf(TestDatabase database) {
        return database.factory()
                .unwrap(SessionFactory.class)
                .unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(ConnectionProvider.class)
                .unwrap(DataSource.class);
    }
}
