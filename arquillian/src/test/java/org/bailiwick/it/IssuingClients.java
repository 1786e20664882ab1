package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/** Clients that issue all the time, order after order, each to its certificate. */
final class IssuingClients implements AutoCloseable {

    /** For each client: so that the test ends, whatever happens. */
    private static final int MOST_ORDERS = 300;

    /** Of one client: orders that were finalized, those that the server had to end later, and those that ended well. */
    record Counts(AtomicInteger finalized, AtomicInteger deferred, AtomicInteger valid) {

        Counts() {
            this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        }
    }

    private final RunningServer server;
    private final ChallengeResponder responder;
    private final ExecutorService threads;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Counts> counts = new ArrayList<>();
    private final List<Future<Integer>> clients = new ArrayList<>();

    private IssuingClients(int number, RunningServer server, ChallengeResponder responder) {
        this.server = server;
        this.responder = responder;
        this.threads = Executors.newFixedThreadPool(number);
    }

    /** So many begin. */
    static IssuingClients begin(int number, RunningServer server, ChallengeResponder responder)
            throws IOException, InterruptedException {
        List<AcmeClient> registered = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            registered.add(Clients.registeredAt(server));
        }
        IssuingClients all = new IssuingClients(number, server, responder);
        for (int i = 0; i < number; i++) {
            all.begin(registered.get(i), "client-%d.localhost".formatted(i));
        }
        return all;
    }

    private void begin(AcmeClient client, String name) {
        Counts own = new Counts();
        counts.add(own);
        clients.add(threads.submit(() -> {
            int orders = 0;
            while (!stop.get() && orders < MOST_ORDERS) {
                issue(client, name, own);
                orders++;
            }
            return orders;
        }));
    }

    private void issue(AcmeClient client, String name, Counts own)
            throws IOException, InterruptedException, GeneralSecurityException {
        String order = Clients.readyOrder(client, responder, name);
        Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        own.finalized().incrementAndGet();
        if (answer.json().getString("status").equals("processing")) {
            assertThat(answer.header("Retry-After")).isNotEmpty();
            own.deferred().incrementAndGet();
            answer = Clients.ended(client, order);
        }
        assertThat(answer.json().getString("status")).as(answer.body()).isEqualTo("valid");
        Chains.requireLeadsTo(
                server.root(),
                client.postAsGet(answer.json().getString("certificate")).body());
        own.valid().incrementAndGet();
    }

    /** Until each client has counted one more, or one has given up. */
    void awaitOneMore(Function<Counts, AtomicInteger> which) throws InterruptedException, ExecutionException {
        int[] before = counts.stream().map(which).mapToInt(AtomicInteger::get).toArray();
        for (int i = 0; i < before.length; i++) {
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

    /**
     * Has them end what they have begun.
     *
     * @return how many orders they made
     * @throws ExecutionException if one of the orders failed
     */
    int finish() throws InterruptedException, ExecutionException {
        stop.set(true);
        int orders = 0;
        for (Future<Integer> client : clients) {
            orders += client.get();
        }
        return orders;
    }

    /** What all have counted. */
    int sum(Function<Counts, AtomicInteger> which) {
        return counts.stream().map(which).mapToInt(AtomicInteger::get).sum();
    }

    @Override
    public void close() {
        stop.set(true);
        threads.shutdownNow();
    }
}
