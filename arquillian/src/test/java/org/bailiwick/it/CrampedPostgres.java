package org.bailiwick.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * PostgreSQL whose disk can be full: the system refuses to let those of its processes that serve clients write any file beyond
 * the first octet. A commit that cannot be written ends them all, and the database recovers; the next one finds no room either.
 */
final class CrampedPostgres implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Thread watch = new Thread(this::watch, "room for PostgreSQL");
    private final Set<Long> limited = new HashSet<>();
    private volatile boolean full;

    CrampedPostgres() throws IOException {
        // for tests it does not wait for its commits otherwise
        this.postgres = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start();
        watch.setDaemon(true);
        watch.start();
    }

    /** The settings by which a server uses it. */
    Map<String, String> settings() {
        return TestServers.on(postgres);
    }

    void fill() {
        full = true;
    }

    void makeRoom() {
        full = false;
    }

    private void watch() {
        try {
            while (!Thread.interrupted()) {
                if (full) {
                    limitClients();
                } else {
                    for (long process : limited) {
                        limit(process, "unlimited:");
                    }
                    limited.clear();
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** New ones come with each recovery. */
    private void limitClients() throws InterruptedException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet clients = statement.executeQuery(
                        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()")) {
            while (clients.next()) {
                long process = clients.getLong(1);
                if (limited.add(process)) {
                    limit(process, "1:");
                }
            }
        } catch (SQLException recovering) {
            // soon it is back
        }
    }

    /** The soft limit alone, which may be lifted again; a process that is gone needs none. */
    private static void limit(long process, String octets) throws InterruptedException {
        try {
            int unused = new ProcessBuilder("prlimit", "--pid", Long.toString(process), "--fsize=" + octets)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public void close() throws IOException {
        full = false;
        watch.interrupt();
        postgres.close();
    }
}
