package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
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
                        "Provisioner",
                        "Account",
                        "Order",
                        "Authorization",
                        "Challenge",
                        "IssuanceAttempt",
                        "Certificate",
                        "BlockedKey",
                        "CustomProfile",
                        "AlternateChain",
                        "RecordedEvent",
                        "ChainLink",
                        "StoredCheckpoint",
                        "AdministratorToken",
                        "ExternalAccountKey");
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

    private static DataSource dataSourceOf(TestDatabase database) {
        return database.factory()
                .unwrap(SessionFactory.class)
                .unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(ConnectionProvider.class)
                .unwrap(DataSource.class);
    }
}
