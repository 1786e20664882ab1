package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** On PostgreSQL, nobody changes what is in the audit log, and the server needs no right to. */
class AuditRightsTest {

    private static DataSource owner;
    private static PGSimpleDataSource application;

    @BeforeAll
    static void grantAsTheDocumentSays() throws IOException, SQLException {
        owner = TestDatabase.POSTGRESQL.dataSource();
        SchemaMigration.migrate(owner);
        String document = Files.readString(Path.of("..", "docs", "audit.md"));
        String grants = document.substring(document.indexOf("```sql") + 6);
        run(
                owner,
                "create role bailiwick_app login",
                grants.substring(0, grants.indexOf("```")),
                "insert into audit_event (id, at, kind, document) values"
                        + " ('00000000-0000-0000-0000-000000000001', now(), 'a', '{}')",
                "insert into audit_link (position, event_id, previous, hash) values"
                        + " (1, '00000000-0000-0000-0000-000000000001', 'b', 'c')",
                "insert into audit_checkpoint (number, position, at, statement, signature) values (1, 1, now(), 'd', '')");
        application = new PGSimpleDataSource();
        try (Connection connection = owner.getConnection()) {
            application.setUrl(connection.getMetaData().getURL());
        }
        application.setUser("bailiwick_app");
    }

    @AfterAll
    static void forget() throws SQLException {
        run(owner, "drop owned by bailiwick_app", "drop role bailiwick_app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_event set document = '{}'",
                "delete from audit_event",
                "truncate audit_event cascade",
                "update audit_link set hash = 'x'",
                "delete from audit_link",
                "truncate audit_link cascade",
                "update audit_checkpoint set statement = 'x'",
                "delete from audit_checkpoint",
                "truncate audit_checkpoint",
                // the trigger looks at no rows
                "delete from audit_event where id = '00000000-0000-0000-0000-000000000009'"
            })
    void nobodyChangesTheLog(String statement) {
        assertThatThrownBy(() -> run(owner, statement)).hasMessageContaining("The audit log is append-only");
        assertThatThrownBy(() -> run(application, statement)).hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop trigger append_only on audit_event",
                "alter table audit_event disable trigger all",
                "drop function refuse_to_change_the_audit_log() cascade",
                "drop table audit_checkpoint",
                "delete from flyway_schema_history"
            })
    void theApplicationCannotTakeTheTriggersAway(String statement) {
        assertThatThrownBy(() -> run(application, statement)).isInstanceOf(SQLException.class);
    }

    /** What the server does with the log, and its start. */
    @Test
    void theApplicationNeedsNoMore() throws SQLException {
        run(
                application,
                "insert into audit_event (id, at, kind, document) values"
                        + " ('00000000-0000-0000-0000-000000000002', now(), 'a', '{}')",
                "select id from audit_lock where id = 1 for update",
                "insert into audit_link (position, event_id, previous, hash) values"
                        + " (2, '00000000-0000-0000-0000-000000000002', 'b', 'c')",
                "insert into audit_checkpoint (number, position, at, statement, signature) values (2, 2, now(), 'd', '')",
                "delete from challenge");
        assertThatCode(() -> SchemaMigration.migrate(application)).doesNotThrowAnyException();
    }

    private static void run(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
