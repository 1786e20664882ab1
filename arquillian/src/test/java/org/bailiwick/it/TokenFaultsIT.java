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
import java.util.function.Function;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The token is pulled and put back while clients issue all the time. */
class TokenFaultsIT {

    private static final int CLIENTS = 8;

    /** For each client: so that the test ends, whatever happens. */
    private static final int MOST_ORDERS = 300;

    private static final int TIMES = 3;

    /** Of one client: orders that were finalized, those that the server had to end later, and those that ended well. */
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
            List<Counts> counts = new ArrayList<>();
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                AcmeClient client = Clients.registeredAt(server);
                String name = "client-%d.localhost".formatted(i);
                counts.add(new Counts());
                clients.add(threads.submit(issuing(server, client, responder, name, counts.get(i), stop)));
            }
            Path token = server.settings().data().resolve("token");
            Path away = server.settings().data().resolve("token-away");
            awaitOneMore(counts, Counts::valid, clients);
            for (int i = 0; i < TIMES; i++) {
                Files.move(token, away);
                awaitOneMore(counts, Counts::deferred, clients);
                Files.move(away, token);
                awaitOneMore(counts, Counts::valid, clients);
            }
            stop.set(true);
            int orders = 0;
            for (Future<Integer> client : clients) {
                orders += client.get(); // throws if one of its orders failed
            }
            int finalized = sum(counts, Counts::finalized);
            int deferred = sum(counts, Counts::deferred);
            System.out.printf(
                    "%d clients, token pulled %d times: %d orders finalized, %d of them ended later, %d failed%n",
                    CLIENTS, TIMES, finalized, deferred, finalized - sum(counts, Counts::valid));
            assertThat(sum(counts, Counts::valid)).isEqualTo(finalized).isEqualTo(orders);
            assertThat(deferred).isGreaterThanOrEqualTo(TIMES * CLIENTS);
            // what is told of it are sentences
            assertThat(Files.readString(server.settings().data().resolve("log").resolve("server.log")))
                    .contains("broke off; it is taken up again. ")
                    .doesNotContain("\n\tat ");
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

    private static int sum(List<Counts> counts, Function<Counts, AtomicInteger> which) {
        return counts.stream().map(which).mapToInt(AtomicInteger::get).sum();
    }

    /** Until each client has counted one more, or one has given up. */
    private static void awaitOneMore(
            List<Counts> counts, Function<Counts, AtomicInteger> which, List<Future<Integer>> clients)
            throws Exception {
        int[] before = counts.stream().map(which).mapToInt(AtomicInteger::get).toArray();
        for (int i = 0; i < CLIENTS; i++) {
            AtomicInteger count = which.apply(counts.get(i));
            while (count.get() == before[i]) {
                for (Future<Integer> client : clients) {
                    if (client.isDone()) {
                        throw new AssertionError("it went on for only %d orders".formatted(client.get()));
                    }
                }
                Thread.sleep(50);
            }
        }
    }
}
