package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FoundingKeys.MadeRequest;
import org.bailiwick.authority.founding.MadeIssuer.MadeRoot;
import org.bailiwick.ca.CaCertificateIssuer;
import org.bailiwick.ca.CaRequest;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down of what was made in a token; the token itself is for the tests of the deployed server. */
class FoundingRecordsTest {

    private static final CaSubject ISSUING = CaSubject.parse("CN=Issuing,O=Example");
    private static final SignatureScheme SCHEME = SignatureScheme.ECDSA_P256_SHA256;

    private final KnownCaller caller = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void anAuthorityIsWrittenWithItsIssuerItsRootAndWhatThatHasSigned(TestDatabase database) {
        NewAuthority wanted = wanted(database, "plant");
        MadeIssuer made = made(SoftwareSigner.of(SCHEME), true);
        UUID id = database.inTransaction(
                        entityManager -> records(entityManager, caller).found(caller.id(), wanted, made))
                .authority()
                .id();
        database.transact(entityManager -> {
            List<Issuer> issuers = authorities(entityManager).issuersOf(id);
            Issuer issuing = only(issuers, false);
            Issuer root = only(issuers, true);
            assertThat(issuing.active()).isTrue();
            assertThat(issuing.key()).isEqualTo(new CaKey("plant", "issuing", SCHEME));
            assertThat(issuing.chain()).isEqualTo(made.chain().pem());
            assertThat(root.active()).isFalse();
            assertThat(root.key().label()).isEqualTo("root");
            assertThat(signedBy(entityManager, root.id())).singleElement().satisfies(certificate -> {
                assertThat(new BigInteger(certificate.serial(), 16))
                        .isEqualTo(made.chain().first().getSerialNumber());
                assertThat(certificate.authority()).isEqualTo(id);
                assertThat(certificate.account()).isEmpty();
            });
        });
        assertThat(audited(database, id))
                .containsExactlyInAnyOrder("authority-created", "issuer-added", "issuer-added");
    }

    /** As earlier versions laid the first authority: with its root, and nothing recorded below that. */
    @ParameterizedTest
    @EnumSource
    void whatARootOfAnEarlierVersionHasSignedIsRecordedOnce(TestDatabase database) {
        MadeIssuer made = made(SoftwareSigner.of(SCHEME), true);
        Issuer root = database.inTransaction(entityManager -> {
            UUID authority = Population.authority(entityManager).id();
            entityManager.persist(new Issuer(authority, made.key(), made.chain().pem(), Population.NOW));
            MadeRoot above = made.root().orElseThrow();
            Issuer own = Issuer.ofRoot(authority, above.key(), above.chain().pem(), Population.NOW);
            entityManager.persist(own);
            return own;
        });
        for (int start = 0; start < 2; start++) {
            database.transact(entityManager -> issuers(entityManager).listWhatRootsHaveSigned(Population.NOW));
        }
        database.transact(entityManager -> assertThat(signedBy(entityManager, root.id()))
                .singleElement()
                .satisfies(certificate -> {
                    assertThat(new BigInteger(certificate.serial(), 16))
                            .isEqualTo(made.chain().first().getSerialNumber());
                    assertThat(certificate.authority()).isEqualTo(root.authority());
                    assertThat(certificate.revoked()).isFalse();
                }));
        assertThat(audited(database, root.id())).containsExactly("certificate-issued");
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsOneAuthoritysOnly(TestDatabase database) {
        SoftwareSigner key = SoftwareSigner.of(SCHEME);
        SoftwareSigner asked = SoftwareSigner.of(SCHEME);
        NewAuthority first = wanted(database, null);
        NewAuthority second = wanted(database, null);
        database.transact(entityManager -> records(entityManager, caller).found(caller.id(), first, made(key, false)));
        database.transact(entityManager -> records(entityManager, caller).await(caller.id(), second, requested(asked)));
        for (SoftwareSigner taken : List.of(key, asked)) {
            NewAuthority third = wanted(database, null);
            assertRefused(
                    Refusal.CONFLICT,
                    () -> database.transact(entityManager ->
                            records(entityManager, caller).found(caller.id(), third, made(taken, false))));
            database.transact(entityManager -> assertThat(
                            authorities(entityManager).isNamed(third.name().value()))
                    .isFalse());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNameAndTheTeamAreAskedForBeforeAKeyIsMade(TestDatabase database) {
        NewAuthority wanted = wanted(database, null);
        database.transact(entityManager ->
                records(entityManager, caller).found(caller.id(), wanted, made(SoftwareSigner.of(SCHEME), false)));
        database.transact(entityManager -> {
            assertRefused(Refusal.CONFLICT, () -> records(entityManager, caller).requirePossible(wanted));
            NewAuthority homeless = new NewAuthority(UUID.randomUUID(), Population.name(), null, wanted.issuer());
            assertRefused(Refusal.INVALID, () -> records(entityManager, caller).requirePossible(homeless));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerMakesAnIssuerOnce(TestDatabase database) {
        SoftwareSigner key = SoftwareSigner.of(SCHEME);
        NewAuthority wanted = wanted(database, "vault");
        OperatedAuthority waiting = database.inTransaction(
                entityManager -> records(entityManager, caller).await(caller.id(), wanted, requested(key)));
        UUID id = waiting.authority().id();
        assertThat(waiting.active()).isFalse();
        assertThat(waiting.request()).hasValueSatisfying(request -> {
            assertThat(request.key()).isEqualTo(new CaKey("vault", "asked", SCHEME));
            assertThat(request.request().subject()).isEqualTo(ISSUING.principal());
        });
        IssuerRequest request = database.inTransaction(
                entityManager -> records(entityManager, caller).requireOpen(id, 0));
        assertRefused(
                Refusal.STALE,
                () -> database.transact(
                        entityManager -> records(entityManager, caller).requireOpen(id, 1)));

        OperatedAuthority answered = database.inTransaction(
                entityManager -> records(entityManager, caller).answer(request, 0, made(key, false)));
        assertThat(answered.active()).isTrue();
        assertThat(answered.request()).isEmpty();
        assertThat(answered.authority().version()).isEqualTo(1);
        // of two at once the second comes here
        assertRefused(
                Refusal.STALE,
                () -> database.transact(
                        entityManager -> records(entityManager, caller).answer(request, 0, made(key, false))));
        assertRefused(
                Refusal.CONFLICT,
                () -> database.transact(
                        entityManager -> records(entityManager, caller).answer(request, 1, made(key, false))));
        assertRefused(
                Refusal.CONFLICT,
                () -> database.transact(
                        entityManager -> records(entityManager, caller).requireOpen(id, 1)));
        assertRefused(
                Refusal.UNKNOWN,
                () -> database.transact(
                        entityManager -> records(entityManager, caller).request(id)));
        database.transact(entityManager ->
                assertThat(authorities(entityManager).issuersOf(id)).hasSize(1));
        assertThat(audited(database, id))
                .containsExactlyInAnyOrder("authority-created", "issuer-requested", "issuer-added");
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamSeesNoRequestAndGivesNoAnswer(TestDatabase database) {
        NewAuthority wanted = wanted(database, null);
        UUID id = database.inTransaction(entityManager ->
                        records(entityManager, caller).await(caller.id(), wanted, requested(SoftwareSigner.of(SCHEME))))
                .authority()
                .id();
        KnownCaller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            assertRefused(
                    Refusal.FOREIGN, () -> records(entityManager, stranger).request(id));
            assertRefused(
                    Refusal.FOREIGN, () -> records(entityManager, stranger).requireOpen(id, 0));
            assertThat(records(entityManager, KnownCaller.of(wanted.team()))
                            .request(id)
                            .authority())
                    .isEqualTo(id);
        });
    }

    private static Issuer only(List<Issuer> issuers, boolean crlOnly) {
        assertThat(issuers).hasSize(2);
        return issuers.stream()
                .filter(issuer -> issuer.crlOnly() == crlOnly)
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static NewAuthority wanted(TestDatabase database, @Nullable String token) {
        return new NewAuthority(
                database.inTransaction(Population::team).id(),
                Population.name(),
                token,
                new KeyInToken("issuing", Optional.empty(), Optional.empty()));
    }

    private static MadeRequest requested(SoftwareSigner key) {
        return new MadeRequest(new CaKey("vault", "asked", SCHEME), CaRequest.sign(ISSUING, key));
    }

    /** A key with its certificate; the root's is made for it. */
    private static MadeIssuer made(SoftwareSigner key, boolean withRoot) {
        Instant from = Population.NOW.truncatedTo(ChronoUnit.SECONDS);
        Instant to = from.plus(365, ChronoUnit.DAYS);
        SoftwareSigner rootKey = SoftwareSigner.of(SCHEME);
        CaCertificateIssuer itself = CaCertificateIssuer.newRoot(rootKey, CaSubject.parse("CN=Root"), from, to);
        X509Certificate root = read(itself.issue(itself.prepareRoot()));
        CaCertificateIssuer above = CaCertificateIssuer.of(root, rootKey);
        URI url = URI.create("http://pki.test/x");
        X509Certificate issuing = read(above.issue(above.prepareIssuing(ISSUING, key.publicKey(), from, to, url, url)));
        return new MadeIssuer(
                new CaKey("plant", "issuing", SCHEME),
                new CertificateChain(List.of(issuing, root)),
                withRoot
                        ? Optional.of(
                                new MadeRoot(new CaKey("plant", "root", SCHEME), new CertificateChain(List.of(root))))
                        : Optional.empty());
    }

    private static X509Certificate read(IssuedCertificate issued) {
        return CertificateChain.ofDer(List.of(issued.der())).first();
    }

    private static List<String> audited(TestDatabase database, UUID authority) {
        return database.inTransaction(entityManager -> {
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :id", String.class)
                    .setParameter("id", "%" + authority + "%")
                    .getResultList();
            return kinds.stream().map(String::valueOf).toList();
        });
    }

    private static Authorities authorities(EntityManager entityManager) {
        return Injected.into(new Authorities(), entityManager);
    }

    private static FoundingRecords records(EntityManager entityManager, Caller caller) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        return Injected.into(
                new FoundingRecords(),
                authorities(entityManager),
                issuers(entityManager),
                caller,
                clock,
                Injected.into(new AuditLog(), entityManager, clock));
    }

    private static FoundedIssuers issuers(EntityManager entityManager) {
        return Injected.into(
                new FoundedIssuers(),
                authorities(entityManager),
                Injected.into(new Certificates(), entityManager),
                Injected.into(new AuditLog(), entityManager, Clock.fixed(Population.NOW, ZoneOffset.UTC)));
    }

    private static List<Certificate> signedBy(EntityManager entityManager, UUID root) {
        return entityManager
                .createQuery("select c from Certificate c where c.issuer = :root", Certificate.class)
                .setParameter("root", root)
                .getResultList();
    }
}
