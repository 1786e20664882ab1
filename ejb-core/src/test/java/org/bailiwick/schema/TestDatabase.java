package org.bailiwick.schema;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.admin.AdminException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * The databases that the code must run on, each started at its first use and shared by all tests of a run. The schema is
 * Flyway's and the persistence unit is the real one; only the data source and who ends a transaction are the test's.
 * Tests share the tables, so each makes rows of its own ({@link Population}).
 */
@SuppressWarnings("ImmutableEnumChecker") // started once, which is all that ever changes
public enum TestDatabase {
    /** In a file, as {@code Settings.databaseUrl} opens it; and not closed with its last connection: here is no pool. */
    H2 {
        @Override
        DataSource dataSource() throws IOException {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2");
            JdbcDataSource source = new JdbcDataSource();
            source.setURL("jdbc:h2:file:" + folder.resolve("bailiwick")
                    + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
            source.setUser("bailiwick");
            source.setPassword("secret");
            return source;
        }
    },
    /** A real server, and connections that are kept, as a server keeps them: a new one takes longer than most transactions. */
    POSTGRESQL {
        @Override
        DataSource dataSource() throws IOException {
            // ends with the JVM
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
            source.setURL(server.getJdbcUrl("postgres", "postgres"));
            JdbcConnectionPool pool = JdbcConnectionPool.create(source);
            pool.setMaxConnections(MOST_CONNECTIONS);
            return pool;
        }
    };

    private static final int MOST_CONNECTIONS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable EntityManagerFactory factory;

    abstract DataSource dataSource() throws IOException;

    /** The persistence unit on this database, its schema migrated and validated. */
    public EntityManagerFactory factory() {
        lock.lock();
        try {
            if (factory == null) {
                factory = Persistence.createEntityManagerFactory(
                        "bailiwick",
                        Map.of(
                                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                                "jakarta.persistence.nonJtaDataSource", dataSource(),
                                "hibernate.type.json_format_mapper", new NoJson(),
                                "hibernate.generate_statistics", "true",
                                // here Hibernate commits, not the container, so it needs the connection until then
                                "hibernate.connection.handling_mode",
                                        "DELAYED_ACQUISITION_AND_RELEASE_AFTER_TRANSACTION",
                                "hibernate.session.events.log", "false"));
            }
            return factory;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            lock.unlock();
        }
    }

    /** What Hibernate counts. */
    public Statistics statistics() {
        return factory().unwrap(SessionFactory.class).getStatistics();
    }

    /**
     * Does something in a transaction of its own, and commits it; as the server does, also if it is refused (ejb-jar.xml).
     * Then nothing may have been changed.
     */
    public <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager entityManager = factory().createEntityManager();
        try {
            entityManager.getTransaction().begin();
            T result = work.apply(entityManager);
            entityManager.getTransaction().commit();
            return result;
        } catch (AdminException | TooLateException refused) {
            if (!entityManager.getTransaction().getRollbackOnly()) {
                if (entityManager.unwrap(Session.class).isDirty()) {
                    throw new AssertionError("something was changed before this was thrown", refused);
                }
                entityManager.getTransaction().commit();
            }
            throw refused;
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }

    /** The same, for work without a result. */
    public void transact(Consumer<EntityManager> work) {
        inTransaction(entityManager -> {
            work.accept(entityManager);
            return this;
        });
    }
}
