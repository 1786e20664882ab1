package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuerAdministrationTest {

    private static final PageRequest PAGE = PageRequest.of(Optional.empty(), 10);

    private final KnownCaller everybody = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void anIssuerIsRetiredForGoodAndTheLastOnlyByWhoMeansIt(TestDatabase database) {
        UUID authority = database.inTransaction(Population::authority).id();
        UUID first = issuer(database, authority);
        UUID second = issuer(database, authority);
        database.transact(entityManager -> assertThat(
                        administration(entityManager, everybody).retire(first, false))
                .satisfies(retired -> {
                    assertThat(retired.active()).isFalse();
                    assertThat(retired.retiredAt()).contains(Population.NOW);
                }));
        // once more changes nothing, and tells nobody
        database.transact(
                entityManager -> administration(entityManager, everybody).retire(first, false));
        assertRefused(
                Refusal.CONFLICT,
                () -> database.transact(entityManager ->
                        administration(entityManager, everybody).retire(second, false)));
        database.transact(entityManager -> assertThat(
                        authorities(entityManager).issuer(second).orElseThrow().active())
                .isTrue());
        database.transact(
                entityManager -> administration(entityManager, everybody).retire(second, true));
        int told = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'issuer-retired' and document like :id",
                        String.class)
                .setParameter("id", "%" + authority + "%")
                .getResultList()
                .size());
        assertThat(told).isEqualTo(2);
    }

    /** Each of two sees an active one beside its own. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoRetireOneEachOneIsTheLast(TestDatabase database) {
        UUID authority = database.inTransaction(Population::authority).id();
        List<UUID> issuers = List.of(issuer(database, authority), issuer(database, authority));
        AtomicInteger turn = new AtomicInteger();
        List<Boolean> retired = Rivals.both(database, entityManager -> {
            try {
                administration(entityManager, everybody).retire(issuers.get(turn.getAndIncrement()), false);
                return true;
            } catch (AdminException isTheLast) {
                return false;
            }
        });
        assertThat(retired).containsExactlyInAnyOrder(true, false);
    }

    @ParameterizedTest
    @EnumSource
    void aRootIsNotRetired(TestDatabase database) {
        UUID authority = database.inTransaction(Population::authority).id();
        CertificateChain chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        Issuer root = Issuer.ofRoot(authority, new CaKey("plant", "root", null), chain.rootPem(), Population.NOW);
        database.transact(entityManager -> authorities(entityManager).add(root));
        assertRefused(
                Refusal.CONFLICT,
                () -> database.transact(entityManager ->
                        administration(entityManager, everybody).retire(root.id(), true)));
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsIssuersAreNotThere(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        UUID issuer = issuer(database, authority.id());
        KnownCaller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            IssuerAdministration theirs = administration(entityManager, stranger);
            assertRefused(Refusal.FOREIGN, () -> theirs.find(issuer));
            assertRefused(Refusal.FOREIGN, () -> theirs.retire(issuer, true));
            assertRefused(Refusal.FOREIGN, () -> theirs.list(Optional.of(authority.id()), PAGE));
            assertRefused(Refusal.UNKNOWN, () -> theirs.find(UUID.randomUUID()));
            assertThat(theirs.list(Optional.empty(), PAGE).items()).isEmpty();
            IssuerAdministration ours = administration(entityManager, KnownCaller.of(authority.team()));
            assertThat(ours.list(Optional.empty(), PAGE).items())
                    .extracting(Issuer::id)
                    .containsExactly(issuer);
            assertThat(ours.find(issuer).active()).isTrue();
        });
    }

    private static UUID issuer(TestDatabase database, UUID authority) {
        CertificateChain chain =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        Issuer issuer = new Issuer(
                authority, new CaKey(null, "issuing", SignatureScheme.ECDSA_P256_SHA256), chain.pem(), Population.NOW);
        database.transact(entityManager -> authorities(entityManager).add(issuer));
        return issuer.id();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static Authorities authorities(EntityManager entityManager) {
        return Injected.into(new Authorities(), entityManager);
    }

    private static IssuerAdministration administration(EntityManager entityManager, Caller caller) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        return Injected.into(
                new IssuerAdministration(),
                authorities(entityManager),
                caller,
                clock,
                Injected.into(new AuditLog(), entityManager, clock));
    }
}
