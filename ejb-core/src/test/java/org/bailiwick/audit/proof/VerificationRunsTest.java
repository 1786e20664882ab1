package org.bailiwick.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.job.Jobs;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One verification reads the whole log; two are too much. */
class VerificationRunsTest {

    private static final UUID ADMINISTRATOR = new UUID(7, 7);
    private static final Instant NOW = Instant.parse("2031-03-28T01:30:00Z");

    private final List<String> scheduled = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @EnumSource
    void ofSeveralAtOnceOneBeginsAndIsRecorded(TestDatabase database) throws InterruptedException, ExecutionException {
        int rivals = 4;
        CyclicBarrier together = new CyclicBarrier(rivals);
        Callable<Boolean> rival = () -> begins(database, false, NOW, together);
        ExecutorService threads = Executors.newFixedThreadPool(rivals);
        try {
            List<Boolean> begun = new ArrayList<>();
            for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(rivals, rival))) {
                begun.add(each.get());
            }
            assertThat(begun).containsOnlyOnce(true);
        } finally {
            threads.shutdownNow();
        }
        assertThat(scheduled).hasSize(1);
        database.transact(entityManager -> {
            List<?> recorded = entityManager
                    .createNativeQuery(
                            "select document from audit_event where kind = 'audit-verification-begun' and document like :id",
                            String.class)
                    .setParameter("id", "%" + scheduled.get(0) + "%")
                    .getResultList();
            assertThat(recorded)
                    .singleElement()
                    .asString()
                    .contains(ADMINISTRATOR.toString())
                    .doesNotContain("checkpoint");
            assertThat(runs(entityManager, NOW).latest()).first().satisfies(run -> assertThat(run.running())
                    .isTrue());
        });
        // one whose node died does not keep others out for ever
        CyclicBarrier alone = new CyclicBarrier(1);
        assertThat(begins(database, true, NOW.plus(Duration.ofHours(5)), alone)).isFalse();
        assertThat(begins(database, true, NOW.plus(Duration.ofHours(7)), alone)).isTrue();
    }

    private boolean begins(TestDatabase database, boolean lately, Instant now, CyclicBarrier together) {
        try {
            database.transact(entityManager -> {
                VerificationRuns runs = runs(entityManager, now);
                await(together);
                runs.begin(ADMINISTRATOR, lately);
            });
            return true;
        } catch (AdminException refused) {
            assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
            return false;
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private VerificationRuns runs(EntityManager entityManager, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return Injected.into(
                new VerificationRuns(),
                entityManager,
                Injected.into(new AuditTrail(), entityManager),
                Injected.into(new AuditLog(), entityManager, clock),
                new KeptJobs(),
                clock);
    }

    /** The queue is the server's; here it is told what to do. */
    private final class KeptJobs extends Jobs {

        @Override
        public void schedule(String job, String subject, Instant at) {
            scheduled.add(subject);
        }
    }
}
