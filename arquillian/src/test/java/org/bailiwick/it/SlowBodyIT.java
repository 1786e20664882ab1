package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly, stop, or are more than anybody needs: whoever sends one holds nobody up. */
class SlowBodyIT {

    private static final String POST =
            "POST /acme/internal/acme/new-order HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/jose+json\r\n";

    private static final String ORDER = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"slow.localhost\"}]}";

    /** Of no client anywhere. */
    private static final int FIFTY_MEGABYTES = 50_000_000;

    /** More connections than WildFly's worker has threads: 16 for each processor. */
    private static final int MANY = 16 * Runtime.getRuntime().availableProcessors() + 32;

    private final RunningServer server = SharedServer.get();

    @Test
    void clientsThatSendSlowlyKeepNobodyWaiting() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        List<RawConnection> slow = new CopyOnWriteArrayList<>();
        CountDownLatch rounds = new CountDownLatch(3);
        ScheduledExecutorService everySecond = Executors.newSingleThreadScheduledExecutor();
        try {
            Future<?> dripping = everySecond.scheduleAtFixedRate(
                    () -> {
                        slow.forEach(SlowBodyIT::drip);
                        rounds.countDown();
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            for (int i = 0; i < MANY; i++) {
                RawConnection connection = new RawConnection(server);
                connection.send(POST + "Content-Length: 60000\r\n\r\n{");
                slow.add(connection);
            }
            rounds.await();

            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                assertThat(newNonce(client).status()).isEqualTo(200);
                assertThat(client.newAccount().status()).isEqualTo(201);
                assertThat(client.newOrder("slow.localhost").status()).isEqualTo(201);
            });

            assertThat(dripping).as("a slow client was turned away").isNotDone();
        } finally {
            everySecond.shutdownNow();
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
    }

    @Test
    void aRequestThatStopsIsGivenUp() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        List<RawConnection> stopped = new ArrayList<>();
        try {
            for (String begun : List.of(
                    "",
                    "POST /acme/internal",
                    POST + "Content-Len",
                    POST + "Content-Length: 60000\r\n\r\n{\"protected\":\"",
                    POST + "Transfer-Encoding: chunked\r\n\r\n1000\r\n{\"protected\":\"",
                    POST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")) {
                RawConnection connection = new RawConnection(server);
                stopped.add(connection);
                connection.send(begun);
            }

            for (RawConnection connection : stopped) {
                // ends, or the time-out of the read fails the test
                String answer = connection.readToEnd();
                assertThat(answer).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
                Clients.assertShowsNoInternals(answer);
            }
        } finally {
            for (RawConnection connection : stopped) {
                connection.close();
            }
        }
        assertThat(client.newOrder("slow.localhost").status()).isEqualTo(201);
    }

    /** A connection without TLS, or with a part of a ClientHello (RFC 8446 §4.1.2), holds a socket and nothing more; not for long. */
    @Test
    void whoDoesNotBeginTlsIsGivenUp() throws IOException {
        byte[] beginning = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        List<Socket> silent = new ArrayList<>();
        try {
            for (int port :
                    new int[] {server.settings().httpsPort(), server.settings().adminClientPort()}) {
                for (int said : new int[] {0, 1, beginning.length}) {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    silent.add(socket);
                    socket.setSoTimeout(60_000);
                    socket.getOutputStream().write(beginning, 0, said);
                }
            }
            for (Socket socket : silent) {
                // ends, or the time-out fails the test
                try {
                    socket.getInputStream().readAllBytes();
                } catch (SocketException reset) {
                    // an end, too
                }
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** A client that waits for a moment, as for a validation, goes on with the same connection. */
    @Test
    void whoPausesBetweenTwoRequestsKeepsTheConnection() throws IOException, InterruptedException {
        String request = "HEAD /acme/internal/acme/new-nonce HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(request);
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200 ");
            Thread.sleep(7_000);
            connection.send(request);
            assertThat(connection.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void fiftyMegabytesAreRefusedBeforeTheyAreThere() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        byte[] piece = " ".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(POST + "Content-Length: " + FIFTY_MEGABYTES + "\r\n\r\n");
            assertThat(connection.readHead()).startsWith("HTTP/1.1 400 ");
            assertThat(takes(connection, piece)).as("goes on reading").isFalse();
        }
        String chunk = Integer.toHexString(piece.length) + "\r\n" + " ".repeat(piece.length) + "\r\n";
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk);
            assertThat(connection.readHead()).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
            assertThat(takes(connection, chunk.getBytes(StandardCharsets.US_ASCII)))
                    .as("goes on reading")
                    .isFalse();
        }
        assertThat(client.newOrder("slow.localhost").status()).isEqualTo(201);
    }

    @Test
    void compressedBodiesAreNotUnpacked() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        String url = client.url("newOrder");
        String good = client.jws(client.header(url).add("kid", client.account()).build(), ORDER);
        for (byte[] compressed :
                List.of(gzip(good.getBytes(StandardCharsets.UTF_8)), gzip(new byte[FIFTY_MEGABYTES]))) {
            Answer answer = client.send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "application/jose+json")
                    .header("Content-Encoding", "gzip")
                    .POST(BodyPublishers.ofByteArray(compressed))
                    .build());
            Clients.assertRefused(client, answer, 400, "malformed");
        }
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        for (String headers : List.of("X-Big: " + "a".repeat(2_000_000) + "\r\n", "X: a\r\n".repeat(1_000))) {
            try (RawConnection connection = new RawConnection(server)) {
                try {
                    connection.send(POST + headers + "Connection: close\r\nContent-Length: 0\r\n\r\n");
                } catch (SocketException | SSLException closedMeanwhile) {
                    // refused while we were sending
                }
                assertThat(connection.readToEnd())
                        .satisfiesAnyOf(
                                answer -> assertThat(answer).startsWith("HTTP/1.1 4"),
                                reset -> assertThat(reset).isEmpty());
            }
        }
        assertThat(client.newOrder("slow.localhost").status()).isEqualTo(201);
    }

    private static Answer newNonce(AcmeClient client) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(client.url("newNonce")))
                .method("HEAD", BodyPublishers.noBody())
                .build());
    }

    private static void drip(RawConnection connection) {
        try {
            connection.send(" ");
        } catch (IOException turnedAway) {
            throw new UncheckedIOException(turnedAway);
        }
    }

    /** Whether the server takes 50 MB in such pieces. */
    private static boolean takes(RawConnection connection, byte[] piece) throws IOException {
        try {
            for (int sent = 0; sent < FIFTY_MEGABYTES; sent += piece.length) {
                connection.send(piece);
            }
            return true;
        } catch (SocketException | SSLException closed) {
            return false;
        }
    }

    private static byte[] gzip(byte[] octets) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(octets);
        }
        return compressed.toByteArray();
    }
}
