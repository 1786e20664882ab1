package org.bailiwick.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that an administrator blocks, and what else is unfit. */
class BlockedKeyAdministrationTest {

    private static final Label REASON = new Label("left in an image");
    private static final Clock CLOCK = Clock.fixed(Population.NOW, ZoneOffset.UTC);

    private final AccountKey key = Population.key();
    private final KeyFingerprint fingerprint = KeyFingerprint.of(key.subjectPublicKeyInfo());

    @ParameterizedTest
    @EnumSource
    void aBlockedKeyIsRefusedUntilThatIsTakenBack(TestDatabase database) {
        Caller caller = KnownCaller.superAdministrator();
        UUID id = database.inTransaction(entityManager ->
                administration(entityManager, caller).block(fingerprint, REASON).id());
        database.transact(entityManager -> {
            BlockedKey found = administration(entityManager, caller).find(id);
            assertThat(found.fingerprint()).isEqualTo(fingerprint);
            assertThat(found.administrator()).contains(caller.id());
            assertThat(found.reason()).contains(REASON.value());
            assertThat(found.certificate()).isEmpty();
            assertThat(administration(entityManager, caller)
                            .list(Optional.of(fingerprint), PageRequest.of(Optional.empty(), 1))
                            .items())
                    .hasSize(1);
            assertRefused(entityManager, "blocked");
        });
        database.transact(entityManager -> assertRefused(
                Refusal.CONFLICT, () -> administration(entityManager, caller).block(fingerprint, REASON)));
        database.transact(entityManager -> administration(entityManager, caller).unblock(id));
        database.transact(entityManager -> {
            unfit(entityManager).requireFitForAccount(key.subjectPublicKeyInfo());
            unfit(entityManager).forCertificates().require(key.publicKey());
            assertRefused(
                    Refusal.UNKNOWN, () -> administration(entityManager, caller).unblock(id));
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :id", String.class)
                    .setParameter("id", "%" + fingerprint.value() + "%")
                    .getResultList();
            assertThat(kinds).hasSize(2);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasRevokedStaysBlocked(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId certificate = database.inTransaction(entityManager -> CertificateScene.stored(
                        entityManager, account, CertificateScene.issued(key, "host.corp"))
                .id());
        Caller caller = KnownCaller.superAdministrator();
        database.transact(entityManager -> blocked(entityManager).add(certificate, fingerprint, Population.NOW));
        UUID id = database.inTransaction(entityManager -> administration(entityManager, caller)
                .list(Optional.of(fingerprint), PageRequest.of(Optional.empty(), 1))
                .items()
                .get(0)
                .id());
        database.transact(entityManager -> assertRefused(
                Refusal.CONFLICT, () -> administration(entityManager, caller).unblock(id)));
        // it can be blocked for another reason as well
        UUID second = database.inTransaction(entityManager ->
                administration(entityManager, caller).block(fingerprint, REASON).id());
        database.transact(entityManager -> administration(entityManager, caller).unblock(second));
        database.transact(entityManager -> assertRefused(entityManager, "compromised"));
    }

    /** They count for everybody. */
    @ParameterizedTest
    @EnumSource
    void whoIsOfOneTeamHasNothingToDoWithThem(TestDatabase database) {
        UUID team = database.inTransaction(Population::team).id();
        UUID known =
                database.inTransaction(entityManager -> administration(entityManager, KnownCaller.superAdministrator())
                        .block(fingerprint, REASON)
                        .id());
        database.transact(entityManager -> {
            BlockedKeyAdministration administration = administration(entityManager, KnownCaller.of(Role.AUDITOR, team));
            assertRefused(Refusal.UNKNOWN, () -> administration.find(known));
            assertRefused(
                    Refusal.FORBIDDEN,
                    () -> administration.list(Optional.empty(), PageRequest.of(Optional.empty(), 1)));
        });
    }

    /** The key of any issuer of any authority, and of those above it. */
    @ParameterizedTest
    @EnumSource
    void theKeysOfCasAreForNothingElse(TestDatabase database) {
        TestAuthority ca = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
        database.transact(entityManager -> Population.issuer(
                entityManager,
                Population.authority(entityManager).id(),
                ca.chain().pem()));
        database.transact(entityManager -> {
            UnfitKeys unfit = unfit(entityManager);
            ca.chain().certificates().forEach(certificate -> {
                byte[] info = certificate.getPublicKey().getEncoded();
                assertThatExceptionOfType(AcmeException.class)
                        .isThrownBy(() -> unfit.requireFitForAccount(info))
                        .withMessageContaining("the key of a CA");
                assertThatExceptionOfType(AcmeException.class)
                        .isThrownBy(() -> unfit.forCertificates().require(info))
                        .withMessageContaining("the key of a CA");
            });
            unfit.requireFitForAccount(key.subjectPublicKeyInfo());
        });
    }

    private void assertRefused(EntityManager entityManager, String because) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> unfit(entityManager).requireFitForAccount(key.subjectPublicKeyInfo()))
                .withMessageContaining(because)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_PUBLIC_KEY));
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> unfit(entityManager).forCertificates().require(key.publicKey()))
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR));
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static BlockedKeys blocked(EntityManager entityManager) {
        return Injected.into(new BlockedKeys(), entityManager);
    }

    private static UnfitKeys unfit(EntityManager entityManager) {
        return Injected.into(
                new UnfitKeys(),
                blocked(entityManager),
                Injected.into(new Authorities(), entityManager),
                new WeakKeyLists());
    }

    private static BlockedKeyAdministration administration(EntityManager entityManager, Caller caller) {
        return Injected.into(
                new BlockedKeyAdministration(),
                blocked(entityManager),
                caller,
                CLOCK,
                Injected.into(new AuditLog(), entityManager, CLOCK));
    }
}
