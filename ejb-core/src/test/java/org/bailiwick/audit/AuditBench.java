package org.bailiwick.audit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.schema.TestDatabase;

/**
 * How fast events are recorded on PostgreSQL, one in each transaction: alone, with the log's keeper linking meanwhile, and
 * with a lock on the chain's end that each transaction holds until its commit, which is what was not chosen (ADR 25).
 * Prints a table; no test.
 */
final class AuditBench {

    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL;
    private static final long SECONDS = 5;
    private static final AuditEvent EVENT = new AccountEvent.Deactivated("0123456789012345678901");

    /** Keeps each writer's connection, as a pool would. */
    private static final EntityManagerFactory WRITERS = writers();

    private AuditBench() {}

    /** How events get their place. */
    private enum Chain {
        NONE,
        LINKED_LATER,
        LOCKED_UNTIL_COMMIT
    }

    public static void main(String... arguments) throws InterruptedException, ExecutionException {
        measure(Chain.NONE, 8);
        System.out.println("chain; writers; events/s; p50 ms; p99 ms; unlinked at the end; linked within ms");
        for (Chain chain : Chain.values()) {
            for (int writers : new int[] {1, 8, 32}) {
                System.out.println(chain + "; " + writers + "; " + measure(chain, writers));
            }
        }
        System.exit(0);
    }

    private static String measure(Chain chain, int writers) throws InterruptedException, ExecutionException {
        AuditNode node = new AuditNode(DATABASE, Clock.systemUTC());
        node.tail.finish();
        AtomicBoolean going = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(writers + 1);
        if (chain == Chain.LINKED_LATER) {
            threads.execute(() -> keep(node, going));
        }
        List<Future<List<Long>>> running = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < writers; i++) {
            running.add(threads.submit(() -> write(chain, going)));
        }
        TimeUnit.SECONDS.sleep(SECONDS);
        going.set(false);
        List<Long> latencies = new ArrayList<>();
        for (Future<List<Long>> writer : running) {
            latencies.addAll(writer.get());
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        threads.shutdown();
        long unlinked = DATABASE.inTransaction(AuditBench::unlinked);
        long stopped = System.nanoTime();
        node.tail.finish();
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return "%.0f; %.1f; %.1f; %d; %.0f"
                .formatted(
                        sorted.length / seconds,
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6,
                        unlinked,
                        (System.nanoTime() - stopped) / 1e6);
    }

    private static void keep(AuditNode node, AtomicBoolean going) {
        while (going.get()) {
            node.tail.keep();
            try {
                TimeUnit.MILLISECONDS.sleep(250);
            } catch (InterruptedException asked) {
                return;
            }
        }
    }

    private static EntityManagerFactory writers() {
        Map<String, Object> properties = new HashMap<>(DATABASE.factory().getProperties());
        properties.put("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_HOLD");
        properties.put("hibernate.generate_statistics", "false");
        return Persistence.createEntityManagerFactory("bailiwick", properties);
    }

    private static List<Long> write(Chain chain, AtomicBoolean going) {
        List<Long> latencies = new ArrayList<>();
        EntityManager entityManager = WRITERS.createEntityManager();
        AuditLog log = AuditNode.log(entityManager, Clock.systemUTC());
        while (going.get()) {
            long began = System.nanoTime();
            entityManager.getTransaction().begin();
            if (chain == Chain.LOCKED_UNTIL_COMMIT) {
                appendLocked(entityManager);
            } else {
                log.record(EVENT);
            }
            entityManager.getTransaction().commit();
            entityManager.clear();
            latencies.add(System.nanoTime() - began);
        }
        entityManager.close();
        return latencies;
    }

    /** The cheapest that can be: each append takes the lock, looks at the last link, and adds its own. */
    private static void appendLocked(EntityManager entityManager) {
        RecordedEvent event = new RecordedEvent(EVENT, Clock.systemUTC().instant());
        entityManager.persist(event);
        entityManager
                .createNativeQuery("select id from audit_lock where id = 1 for update")
                .getSingleResult();
        Optional<ChainLink> last = AuditChain.last(entityManager);
        entityManager.persist(new ChainLink(event.at(
                last.map(ChainLink::position).orElse(0L) + 1,
                last.map(ChainLink::hash).orElse(ChainHash.NONE))));
    }

    private static long unlinked(EntityManager entityManager) {
        return entityManager
                .createQuery(
                        "select count(e) from RecordedEvent e where not exists (select 1 from ChainLink l where l.event = e.id)",
                        Long.class)
                .getSingleResult();
    }
}
