package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.issuance.ManualJournal.Begun;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.manual.ManualRequestStatus;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.order.Orders;
import org.bailiwick.policy.Policies;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.ra.RelayedRequests;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an administrator asks for, from the request to its end. */
class ManualJournalTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    private static final Clock CLOCK = Clock.fixed(ORDERED, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void aRequestEndsWithACertificateThatTellsWhoAsked(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.begin(request("host.corp", "10.1.2.3"));
        assertThat(scene.read(begun).status()).isEqualTo(ManualRequestStatus.PROCESSING);
        assertThat(scene.read(begun).names()).containsExactly("host.corp", "10.1.2.3");

        Certificate certificate = database.inTransaction(entityManager -> outcome(entityManager)
                .complete(begun.journaled(), CA.issue(begun.journaled().prepared()))
                .orElseThrow());

        ManualRequest ended = scene.read(begun);
        assertThat(ended.status()).isEqualTo(ManualRequestStatus.VALID);
        assertThat(ended.certificate()).contains(certificate.id());
        assertThat(ended.administrator()).isEqualTo(scene.caller.id());
        assertThat(ended.profile()).isEqualTo("tlsserver");
        assertThat(certificate.manualRequest()).contains(begun.request());
        assertThat(certificate.account()).isEmpty();
        assertThat(scene.audited(begun.request()))
                .singleElement()
                .asString()
                .startsWith("certificate-issued")
                .contains(
                        "host.corp",
                        "\"permittedBy\":{\"authority\":[\"allow dns **.corp\"",
                        "\"administrator\":\"" + scene.caller.id(),
                        "\"provisioner\":\"" + scene.provisioner.id());
    }

    /** The token gave a wrong signature, or the bytes are no longer right when the sweep comes to them. */
    @ParameterizedTest
    @EnumSource
    void aRequestThatIsAbandonedSaysSo(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.begin(request("host.corp"));
        database.transact(entityManager ->
                outcome(entityManager).abandon(begun.journaled().attempt(), IssuanceService.NOT_MADE, "the reason"));
        assertThat(scene.read(begun).status()).isEqualTo(ManualRequestStatus.INVALID);
        assertThat(scene.read(begun).problem()).contains(IssuanceService.NOT_MADE);
        assertThat(scene.audited(begun.request()))
                .singleElement()
                .asString()
                .startsWith("issuance-abandoned")
                .contains("the reason", scene.caller.id().toString());
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatDiedLeftEnoughToGoOn(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.begin(request("host.corp"));
        database.transact(entityManager -> {
            IssuanceAttempt left =
                    entityManager.find(IssuanceAttempt.class, begun.journaled().attempt());
            assertThat(left.requester()).isEqualTo(Requester.ofManual(begun.request()));
            assertThat(left.requester().isServer()).isFalse();
            Journaled resumed =
                    new Journaled(left.id(), begun.journaled().issuer(), CA.resume(left.tbs(), ORDERED), List.of());
            outcome(entityManager).complete(resumed, CA.issue(resumed.prepared()));
        });
        assertThat(scene.read(begun).status()).isEqualTo(ManualRequestStatus.VALID);
    }

    @ParameterizedTest
    @EnumSource
    void thePoliciesOfAuthorityAndProvisionerMustBothPermitEveryName(TestDatabase database) {
        Scene scene = scene(database, provisioner -> provisioner.govern(Policies.bare("*.corp", "secret.corp")));
        scene.begin(request("host.corp"));
        for (String[] refused : List.of(
                new String[] {"host.other"},
                new String[] {"secret.corp"},
                new String[] {"a.b.corp"},
                new String[] {"*.corp"},
                new String[] {"host.corp", "secret.corp", "x.other"})) {
            assertThatExceptionOfType(AcmeException.class)
                    .as(String.join(" ", refused))
                    .isThrownBy(() -> scene.begin(request(refused)))
                    .satisfies(refusal -> {
                        assertThat(refusal.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
                        assertThat(refusal.problem().subproblems())
                                .extracting(Problem::detail)
                                .hasSizeGreaterThanOrEqualTo(1);
                    });
        }
        assertThat(scene.list()).as("what is refused leaves nothing").hasSize(1);
    }

    /** It was the active one when it was chosen. */
    @ParameterizedTest
    @EnumSource
    void anIssuerThatWasRetiredMeanwhileBeginsNothing(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        database.transact(entityManager ->
                entityManager.find(Issuer.class, scene.issuer.id()).retire(Population.NOW));
        assertThatExceptionOfType(NoActiveIssuerException.class).isThrownBy(() -> scene.begin(request("host.corp")));
        assertThat(scene.list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theKeyOfAnAccountIsRefused(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        KeyPair key = SoftwareSigner.ellipticCurve("secp256r1");
        database.transact(entityManager -> entityManager.persist(new Account(
                Population.provisioner(entityManager),
                AccountKey.ofSubjectPublicKeyInfo(key.getPublic().getEncoded()),
                List.of(),
                null,
                Population.NOW)));
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> scene.begin(request(key, "host.corp")))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_CSR));
        assertThat(scene.list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void profileAndValidityAreTheProvisioners(TestDatabase database) {
        Scene scene = scene(
                database, provisioner -> provisioner.configure(Map.of(Setting.PROFILES, "shortlived, tlsclient")));
        assertThat(scene.read(scene.begin(request("host.corp"))).profile()).isEqualTo("shortlived");
        assertThat(scene.read(scene.begin(request("host.corp"), Optional.of("tlsclient"), RequestedValidity.NONE))
                        .profile())
                .isEqualTo("tlsclient");
        RequestedValidity anHour =
                new RequestedValidity(Optional.empty(), Optional.of(ORDERED.plus(Duration.ofHours(1))));
        assertThat(scene.begin(request("host.corp"), Optional.empty(), anHour)
                        .journaled()
                        .prepared()
                        .notAfter())
                .isEqualTo(ORDERED.plus(Duration.ofHours(1)));

        for (String unknown : List.of("tlsserver", "", "x\u202ey")) {
            assertRefused(
                    Refusal.INVALID,
                    () -> scene.begin(request("host.corp"), Optional.of(unknown), RequestedValidity.NONE));
        }
        for (Duration end : List.of(Duration.ofDays(-1), Duration.ZERO, Duration.ofDays(7), Duration.ofDays(4000))) {
            RequestedValidity cannotBe = new RequestedValidity(Optional.empty(), Optional.of(ORDERED.plus(end)));
            assertThatExceptionOfType(AcmeException.class)
                    .as(end.toString())
                    .isThrownBy(() -> scene.begin(request("host.corp"), Optional.empty(), cannotBe))
                    .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyAManualProvisionerThatIsEnabledTakesRequestsOfAHundredNames(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        String[] many =
                IntStream.range(0, 101).mapToObj("host-%d.corp"::formatted).toArray(String[]::new);
        assertRefused(Refusal.INVALID, () -> scene.begin(request(many)));
        scene.begin(request(Stream.of(many).limit(100).toArray(String[]::new)));

        Scene acme = new Scene(database, scene.caller, database.inTransaction(Population::provisioner), scene.issuer);
        assertRefused(Refusal.INVALID, () -> acme.begin(request("host.corp")));

        database.transact(entityManager -> entityManager
                .createQuery("update Provisioner p set p.disabledAt = :now where p.id = :id")
                .setParameter("now", Population.NOW)
                .setParameter("id", scene.provisioner.id())
                .executeUpdate());
        assertRefused(Refusal.CONFLICT, () -> scene.begin(request("host.corp")));
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static Scene scene(TestDatabase database, Consumer<Provisioner> more) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = new Provisioner(
                    Population.authority(entityManager), Population.name(), ProvisionerKind.MANUAL, Population.NOW);
            provisioner.authority().govern(Policies.bare("**.corp, <wildcard>, 10.0.0.0/8", ""));
            more.accept(provisioner);
            entityManager.persist(provisioner);
            Issuer issuer = Population.issuer(
                    entityManager,
                    provisioner.authority().id(),
                    TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem());
            KnownCaller caller = KnownCaller.superAdministrator();
            entityManager.persist(caller.token());
            return new Scene(database, caller, provisioner, issuer);
        });
    }

    /** A manual provisioner and who submits requests there. */
    private record Scene(TestDatabase database, KnownCaller caller, Provisioner provisioner, Issuer issuer) {

        Begun begin(CertificationRequest request) {
            return begin(request, Optional.empty(), RequestedValidity.NONE);
        }

        Begun begin(CertificationRequest request, Optional<String> profile, RequestedValidity validity) {
            return database.inTransaction(entityManager -> journal(entityManager)
                    .begin(
                            new ManualApplication(provisioner.id(), caller.id(), profile, validity),
                            request,
                            new ReadyIssuer(
                                    issuer.id(),
                                    issuer.authority(),
                                    null,
                                    CA,
                                    IssuerUrls.of(
                                            URI.create("http://pki.corp"),
                                            CA.chain().keyFingerprint()))));
        }

        ManualRequest read(Begun begun) {
            return database.inTransaction(entityManager ->
                    requests(entityManager).withId(begun.request()).orElseThrow());
        }

        List<ManualRequest> list() {
            return database.inTransaction(entityManager -> requests(entityManager)
                    .page(
                            Optional.of(provisioner.authority().team()),
                            Optional.of(provisioner.id()),
                            Optional.of(caller.id()),
                            PageRequest.of(Optional.empty(), 10))
                    .items());
        }

        List<String> audited(UUID request) {
            return database.inTransaction(entityManager -> {
                List<?> events = entityManager
                        .createNativeQuery(
                                "select concat(kind, ' ', document) from audit_event where document like :request",
                                String.class)
                        .setParameter("request", "%\"" + request + "\"%")
                        .getResultList();
                return events.stream().map(String::valueOf).toList();
            });
        }
    }

    private static ManualJournal journal(EntityManager entityManager) {
        return Injected.into(
                new ManualJournal(),
                attempts(entityManager),
                requests(entityManager),
                KeyScene.provisioners(entityManager),
                KeyScene.accounts(entityManager, CLOCK),
                CLOCK);
    }

    private static IssuanceOutcome outcome(EntityManager entityManager) {
        return Injected.into(
                new IssuanceOutcome(),
                CLOCK,
                attempts(entityManager),
                Injected.into(
                        new PendingCertificates(),
                        Injected.into(new Orders(), entityManager),
                        requests(entityManager),
                        Injected.into(new RelayedRequests(), entityManager)),
                Injected.into(new Authorities(), entityManager),
                Injected.into(new AuditLog(), entityManager, CLOCK));
    }

    private static IssuanceAttempts attempts(EntityManager entityManager) {
        return Injected.into(
                new IssuanceAttempts(),
                entityManager,
                CertificateScene.certificates(entityManager),
                Settings.of(Map.of("bailiwick.data", "/nowhere")));
    }

    private static ManualRequests requests(EntityManager entityManager) {
        return Injected.into(new ManualRequests(), entityManager);
    }

    private static CertificationRequest request(String... names) {
        return request(SoftwareSigner.ellipticCurve("secp256r1"), names);
    }

    private static CertificationRequest request(KeyPair key, String... names) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(Stream.of(names)
                            .map(name -> new GeneralName(
                                    name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                            .toArray(GeneralName[]::new)));
            return CertificationRequest.parse(
                    new JcaPKCS10CertificationRequestBuilder(new X500Name(""), key.getPublic())
                            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                            .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
