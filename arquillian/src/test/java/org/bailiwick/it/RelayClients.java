package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.RelayScene.Registered;

/** The clients of one RA, who know what they hold. */
final class RelayClients {

    private final UpstreamScene ra;
    private final ChallengeResponder responder;
    private final String zone;
    private final Queue<BigInteger> held = new ConcurrentLinkedQueue<>();

    /**
     * The clients.
     *
     * @param responder answers their challenges
     * @param zone where their names are
     */
    RelayClients(UpstreamScene ra, ChallengeResponder responder, String zone) {
        this.ra = ra;
        this.responder = responder;
        this.zone = zone;
    }

    /** A name that nobody had before. */
    String name() {
        return UUID.randomUUID().toString().substring(0, 8) + "." + zone;
    }

    /**
     * An order that is ready.
     *
     * @param url its own
     */
    record Ready(AcmeClient client, String url, String name) {

        /** Finalizes it, whatever becomes of that. */
        Answer finalized() throws IOException, InterruptedException {
            Answer answer = client.post(Clients.finalizeUrl(client, url), Csr.payload(AcmeClient.newKey(), name));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer;
        }
    }

    Ready ready(AcmeClient client) throws IOException, InterruptedException {
        String name = name();
        return new Ready(client, Clients.readyOrder(client, responder, name), name);
    }

    /** So many, of a client each. */
    List<Ready> ready(int many) throws IOException, InterruptedException {
        List<Ready> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(ready(ra.client()));
        }
        return all;
    }

    /** A new order that is finalized, whatever becomes of that. */
    Ready finalized() throws IOException, InterruptedException {
        Ready order = ready(1).get(0);
        order.finalized();
        return order;
    }

    /** Finalizes several at the same time. */
    static List<Answer> finalizeAll(List<Ready> all) throws InterruptedException, ExecutionException {
        List<Callable<Answer>> work = new ArrayList<>();
        for (Ready each : all) {
            work.add(each::finalized);
        }
        return Clients.atOnce(work);
    }

    /** Waits for the certificate of an order that was finalized, and keeps it. */
    X509Certificate take(Ready order) throws IOException, InterruptedException, GeneralSecurityException {
        Answer ended = UpstreamScene.ended(order.client(), order.url());
        assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
        String chain =
                order.client().postAsGet(ended.json().getString("certificate")).body();
        X509Certificate certificate = Chains.leaf(chain);
        assertThat(Chains.names(certificate)).containsExactly(order.name());
        keep(certificate);
        return certificate;
    }

    /** A client that somebody else wrote has one, too. */
    void keep(X509Certificate certificate) {
        held.add(certificate.getSerialNumber());
    }

    /** As many orders are valid as there are certificates at the RA, at the CA and with the clients: the same ones, once. */
    void assertAllKnowTheSame(RelayScene scene, Registered registered) throws IOException, InterruptedException {
        List<BigInteger> given = scene.given(registered);
        List<BigInteger> stored = ra.serials();
        long orders = ra.validOrders();
        System.out.printf(
                "%d orders are valid; %d certificates at the CA, %d at the RA, %d with the clients%n",
                orders, given.size(), stored.size(), held.size());
        assertThat(held).doesNotHaveDuplicates();
        assertThat(given).containsExactlyInAnyOrderElementsOf(held);
        assertThat(stored).containsExactlyInAnyOrderElementsOf(held);
        assertThat(orders).isEqualTo(held.size());
    }

    /** Several clients, each with so many orders one after the other. */
    final class Load implements AutoCloseable {

        private final ExecutorService threads;
        private final List<Future<Integer>> running = new ArrayList<>();
        private final AtomicInteger finalized = new AtomicInteger();
        private final AtomicBoolean enough = new AtomicBoolean();

        /** @param each at most, if it is not told before that it is enough */
        Load(int clients, int each) {
            this(clients, each, ended -> false);
        }

        /** @param excused whether an order may have ended otherwise than with a certificate: its client makes the next one */
        Load(int clients, int each, Predicate<Answer> excused) {
            threads = Executors.newFixedThreadPool(clients);
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> {
                    AcmeClient client = ra.client();
                    int orders = 0;
                    while (orders < each && !enough.get()) {
                        Ready ready = ready(client);
                        ready.finalized();
                        finalized.incrementAndGet();
                        if (!excused.test(UpstreamScene.ended(ready.client(), ready.url()))) {
                            take(ready);
                        }
                        orders++;
                    }
                    return orders;
                }));
            }
        }

        /** Waits until so many orders were finalized. */
        void awaitFinalized(int many) throws InterruptedException, ExecutionException {
            while (finalized.get() < many) {
                for (Future<Integer> client : running) {
                    if (client.isDone()) {
                        throw new AssertionError("a client has ended already, after " + client.get());
                    }
                }
                Thread.sleep(20);
            }
        }

        /** Waits until so many more were. */
        void awaitMore(int many) throws InterruptedException, ExecutionException {
            awaitFinalized(finalized.get() + many);
        }

        /** Each client ends the order that it has begun, and makes no other. */
        void enough() {
            enough.set(true);
        }

        /** Waits until all have all; throws if one has not. */
        void await() throws InterruptedException, ExecutionException {
            for (Future<Integer> client : running) {
                assertThat(client.get()).isPositive();
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
