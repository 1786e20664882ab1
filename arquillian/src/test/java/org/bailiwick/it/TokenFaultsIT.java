package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The token is pulled and put back while clients issue all the time. */
class TokenFaultsIT {

    private static final int CLIENTS = 8;

    /** For each client: so that the test ends, whatever happens. */
    private static final int MOST_ORDERS = 300;

    private static final int TIMES = 3;

    /** Orders that were finalized, those of them that the server had to end later, and those that ended well. */
    private record Counts(AtomicInteger finalized, AtomicInteger deferred, AtomicInteger valid) {

        Counts() {
            this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        }
    }

    @Test
    void theTokenIsPulledAndPutBackUnderLoadAndNoOrderFails() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        AtomicBoolean stop = new AtomicBoolean();
        try (RunningServer server = TestServers.start("token-faults", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            Counts counts = new Counts();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                AcmeClient client = Clients.registeredAt(server);
                String name = "client-%d.localhost".formatted(i);
                clients.add(threads.submit(issuing(server, client, responder, name, counts, stop)));
            }
            Path token = server.settings().data().resolve("token");
            Path away = server.settings().data().resolve("token-away");
            awaitMore(counts.valid(), CLIENTS, clients);
            for (int i = 0; i < TIMES; i++) {
                Files.move(token, away);
                awaitMore(counts.deferred(), CLIENTS / 2, clients);
                Files.move(away, token);
                awaitMore(counts.valid(), 2 * CLIENTS, clients);
            }
            stop.set(true);
            int orders = 0;
            for (Future<Integer> client : clients) {
                orders += client.get(); // throws if one of its orders failed
            }
            System.out.printf(
                    "%d clients, token pulled %d times: %d orders finalized, %d of them ended later, %d failed%n",
                    CLIENTS,
                    TIMES,
                    counts.finalized().get(),
                    counts.deferred().get(),
                    counts.finalized().get() - counts.valid().get());
            assertThat(counts.valid()).hasValue(orders);
            assertThat(counts.finalized()).hasValue(orders);
            assertThat(counts.deferred()).hasValueGreaterThanOrEqualTo(TIMES * CLIENTS / 2);
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    /** Order after order, each to its certificate. */
    private static Callable<Integer> issuing(
            RunningServer server,
            AcmeClient client,
            ChallengeResponder responder,
            String name,
            Counts counts,
            AtomicBoolean stop) {
        return () -> {
            int orders = 0;
            while (!stop.get() && orders < MOST_ORDERS) {
                issue(server, client, responder, name, counts);
                orders++;
            }
            return orders;
        };
    }

    private static void issue(
            RunningServer server, AcmeClient client, ChallengeResponder responder, String name, Counts counts)
            throws IOException, InterruptedException, GeneralSecurityException {
        String order = Clients.readyOrder(client, responder, name);
        Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        counts.finalized().incrementAndGet();
        if (answer.json().getString("status").equals("processing")) {
            assertThat(answer.header("Retry-After")).isNotEmpty();
            counts.deferred().incrementAndGet();
            answer = Clients.ended(client, order);
        }
        assertThat(answer.json().getString("status")).as(answer.body()).isEqualTo("valid");
        Chains.requireLeadsTo(
                server.root(),
                client.postAsGet(answer.json().getString("certificate")).body());
        counts.valid().incrementAndGet();
    }

    /** Until so many more are counted, or a client has given up. */
    private static void awaitMore(AtomicInteger count, int more, List<Future<Integer>> clients) throws Exception {
        int enough = count.get() + more;
        while (count.get() < enough) {
            for (Future<Integer> client : clients) {
                if (client.isDone()) {
                    throw new AssertionError("it went on for only %d orders".formatted(client.get()));
                }
            }
            Thread.sleep(50);
        }
    }
}
