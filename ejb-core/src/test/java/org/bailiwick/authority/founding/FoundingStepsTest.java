package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Identities;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.job.Jobs;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoundingStepsTest {

    private static final UUID ADMINISTRATOR = new UUID(7, 7);

    private static final WantedKey ROOT = new WantedKey(
            CaSubject.parse("CN=Root \\\"1\\\",O=Äpfel & Co"),
            KeyAlgorithm.RSA_3072,
            SignatureScheme.RSA_PSS_SHA384,
            Optional.empty());

    private static final WantedKey ISSUING = new WantedKey(
            CaSubject.parse("CN=Issuing,O=Example,C=CH"),
            KeyAlgorithm.EC_P256,
            SignatureScheme.ECDSA_P256_SHA256,
            Optional.of("issuing-1"));

    private final List<String> scheduled = Collections.synchronizedList(new ArrayList<>());
    private final Known known = new Known();

    @ParameterizedTest
    @EnumSource
    void whatIsWantedIsReadAsItWasWritten(TestDatabase database) {
        for (NewAuthority wanted : List.of(
                wanted(database, "plant", new OwnRoot(ROOT, 20, ISSUING, 10)),
                wanted(database, null, new OtherRoot(ISSUING)))) {
            UUID id = begin(database, wanted);
            assertThat(scheduled).contains(id.toString());
            database.transact(entityManager -> assertThat(steps(entityManager).progress(id))
                    .satisfies(progress -> {
                        assertThat(progress.running()).isTrue();
                        assertThat(progress.name()).isEqualTo(wanted.name().value());
                        assertThat(progress.since()).isEqualTo(Population.NOW);
                    }));
            Founding taken = take(database, id).orElseThrow();
            assertThat(taken.wanted()).isEqualTo(wanted);
            assertThat(taken.administrator()).isEqualTo(ADMINISTRATOR);
            refuse(database, id, "enough");
        }
    }

    @ParameterizedTest
    @EnumSource
    void itEndsOnceWithTheAuthority(TestDatabase database) {
        UUID id = begin(database, wanted(database, null, new OtherRoot(ISSUING)));
        Authority made = database.inTransaction(Population::authority);
        assertThat(database.<UUID>inTransaction(
                        entityManager -> steps(entityManager).end(id, () -> operated(made))))
                .isEqualTo(made.id());
        // a node that was taken for dead comes later, and is to destroy its keys
        assertRefused(
                Refusal.CONFLICT,
                () -> database.transact(entityManager -> steps(entityManager).end(id, () -> {
                    throw new AssertionError("nothing more is to be written");
                })));
        refuse(database, id, "too late");
        assertThat(take(database, id)).isEmpty();
        database.transact(entityManager -> {
            FoundingProgress progress = steps(entityManager).progress(id);
            assertThat(progress.running()).isFalse();
            assertThat(progress.authority()).isEqualTo(made.id());
            assertThat(progress.refusal()).isNull();
            assertThat(steps(entityManager).running())
                    .extracting(FoundingProgress::id)
                    .doesNotContain(id);
        });
    }

    /** Each attempt may leave a key in the token. */
    @ParameterizedTest
    @EnumSource
    void whatBreaksOffAgainAndAgainIsGivenUp(TestDatabase database) {
        UUID id = begin(database, wanted(database, null, new OtherRoot(ISSUING)));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(take(database, id)).isPresent();
        }
        assertThat(take(database, id)).isEmpty();
        database.transact(entityManager ->
                assertThat(steps(entityManager).progress(id).refusal()).contains("broke off 3 times"));
    }

    /** The keys would be made for somebody who was shut out while his founding waited for its turn. */
    @ParameterizedTest
    @EnumSource
    void nothingIsMadeForWhoMayNotAnyMore(TestDatabase database) {
        UUID id = begin(database, wanted(database, null, new OtherRoot(ISSUING)));
        assertThat(take(database, id)).isPresent();
        known.shutOut = true;
        assertThat(take(database, id)).isEmpty();
        database.transact(entityManager ->
                assertThat(steps(entityManager).progress(id).refusal()).contains("no super administrator any more"));
        known.shutOut = false;
        assertThat(take(database, id)).as("that was the end").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneNameIsMadeOnceAtATime(TestDatabase database) {
        NewAuthority wanted = wanted(database, null, new OtherRoot(ISSUING));
        UUID id = begin(database, wanted);
        assertRefused(Refusal.CONFLICT, () -> begin(database, wanted));
        refuse(database, id, "x".repeat(5000));
        database.transact(entityManager ->
                assertThat(steps(entityManager).progress(id).refusal()).hasSize(4000));
        // then it may be tried again
        refuse(database, begin(database, wanted), "enough");
        NewAuthority homeless = new NewAuthority(new UUID(1, 2), Population.name(), null, wanted.issuer());
        assertRefused(Refusal.INVALID, () -> begin(database, homeless));
        database.transact(entityManager ->
                assertRefused(Refusal.UNKNOWN, () -> steps(entityManager).progress(new UUID(1, 2))));
        NewAuthority there = wanted(database, null, new KeyInToken("a", Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Founding(ADMINISTRATOR, there, Population.NOW));
    }

    /** All of them look before one has written; the keys would be made for each. */
    @ParameterizedTest
    @EnumSource
    void ofSeveralAtOnceOneBegins(TestDatabase database) throws InterruptedException, ExecutionException {
        NewAuthority wanted = wanted(database, null, new OtherRoot(ISSUING));
        int rivals = 4;
        CyclicBarrier together = new CyclicBarrier(rivals);
        Callable<Optional<UUID>> rival = () -> {
            try {
                UUID id = database.inTransaction(entityManager -> {
                    FoundingSteps steps = steps(entityManager);
                    await(together);
                    return steps.begin(ADMINISTRATOR, wanted);
                });
                return Optional.of(id);
            } catch (AdminException refused) {
                assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
                return Optional.empty();
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(rivals);
        try {
            List<UUID> begun = new ArrayList<>();
            for (Future<Optional<UUID>> each : threads.invokeAll(Collections.nCopies(rivals, rival))) {
                each.get().ifPresent(begun::add);
            }
            assertThat(begun).hasSize(1);
            refuse(database, begun.get(0), "enough");
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (InterruptedException | BrokenBarrierException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private UUID begin(TestDatabase database, NewAuthority wanted) {
        return database.inTransaction(entityManager -> steps(entityManager).begin(ADMINISTRATOR, wanted));
    }

    private Optional<Founding> take(TestDatabase database, UUID id) {
        return database.inTransaction(entityManager -> steps(entityManager).take(id));
    }

    private void refuse(TestDatabase database, UUID id, String why) {
        database.transact(entityManager -> steps(entityManager).refuse(id, why));
    }

    private static NewAuthority wanted(TestDatabase database, @Nullable String token, FirstIssuer issuer) {
        AuthorityName name = Population.name();
        return new NewAuthority(database.inTransaction(Population::team).id(), name, token, issuer);
    }

    private static OperatedAuthority operated(Authority authority) {
        return new OperatedAuthority(authority, List.of(), Optional.empty());
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private FoundingSteps steps(EntityManager entityManager) {
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        return Injected.into(
                new FoundingSteps(),
                Injected.into(new Foundings(), entityManager),
                Injected.into(new FoundingRecords(), authorities),
                new KeptJobs(),
                known,
                Clock.fixed(Population.NOW, ZoneOffset.UTC));
    }

    /** Whoever asked is known, until he is shut out. */
    private static final class Known extends Identities {

        private boolean shutOut;

        @Override
        public boolean has(UUID id, Role role) {
            assertThat(id).isEqualTo(ADMINISTRATOR);
            assertThat(role).isEqualTo(Role.SUPER_ADMINISTRATOR);
            return !shutOut;
        }
    }

    /** The queue is the server's; here it is told what to do. */
    private final class KeptJobs extends Jobs {

        @Override
        public void schedule(String job, String subject, Instant at) {
            scheduled.add(subject);
        }
    }
}
