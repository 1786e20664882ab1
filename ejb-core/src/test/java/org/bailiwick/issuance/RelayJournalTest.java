package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateKind;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.config.Setting;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.issuance.RelayJournal.Begun;
import org.bailiwick.policy.Policies;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.ra.RelayedRequestStatus;
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

/** What a registration authority asks for, from the request to its end. */
class RelayJournalTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    private static final Instant NOW = RelayScene.NOW;

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void aRelayedRequestEndsWithACertificateThatTellsWhoRelayed(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        RelayedMessage message = RelayScene.message(Optional.of(UUID.randomUUID()));
        Begun begun = scene.relay(message, request("host.corp"));
        assertThat(scene.read(begun).status()).isEqualTo(RelayedRequestStatus.PROCESSING);

        Certificate certificate = scene.complete(begun);

        RelayedRequest ended = scene.read(begun);
        assertThat(ended.status()).isEqualTo(RelayedRequestStatus.VALID);
        assertThat(ended.certificate()).contains(certificate.id());
        assertThat(ended.names()).containsExactly("host.corp");
        assertThat(ended.profile()).contains("tlsserver");
        assertThat(ended.message()).isEqualTo(message.der());
        assertThat(ended.evidence()).isEqualTo(message.evidence());
        assertThat(ended.awaitsConfirmation()).isTrue();
        assertThat(certificate.relayedRequest()).contains(begun.request());
        assertThat(certificate.registrationAuthority()).contains(scene.branch.id());
        assertThat(certificate.account()).isEmpty();
        assertThat(scene.audited(begun.request()))
                .singleElement()
                .asString()
                .startsWith("certificate-issued")
                .contains(
                        "\"permittedBy\":{\"authority\":[\"allow dns **.corp\"",
                        "\"registrationAuthority\":\"" + scene.branch.id(),
                        "\"provisioner\":\"" + scene.branch.provisioner().id());
    }

    /** M4: the answer was lost, and the registration authority asks again, by a new transaction. */
    @ParameterizedTest
    @EnumSource
    void theSameOrderIsTheSameRequestAndAnotherRequestOfItIsRefused(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        UUID order = UUID.randomUUID();
        KeyPair key = SoftwareSigner.ellipticCurve("secp256r1");
        Begun first = scene.relay(RelayScene.message(Optional.of(order)), request(key, "a.corp", "b.corp"));

        Begun again = scene.relay(RelayScene.message(Optional.of(order)), request(key, "b.corp", "a.corp"));

        assertThat(again.request()).isEqualTo(first.request());
        assertThat(again.journaled()).isEmpty();
        assertRefused(
                ProblemType.MALFORMED,
                () -> scene.relay(RelayScene.message(Optional.of(order)), request(key, "a.corp")));
        assertRefused(
                ProblemType.MALFORMED,
                () -> scene.relay(RelayScene.message(Optional.of(order)), request("a.corp", "b.corp")));
        assertThat(scene.relay(RelayScene.message(Optional.of(UUID.randomUUID())), request(key, "a.corp"))
                        .request())
                .isNotEqualTo(first.request());
    }

    /** The process died after the request was journaled; the registration authority sends the same message again. */
    @ParameterizedTest
    @EnumSource
    void theSameTransactionIsTheSameRequest(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        RelayedMessage message = RelayScene.message(Optional.empty());
        CertificationRequest request = request("a.corp");
        Begun first = scene.relay(message, request);
        assertThat(scene.relay(message, request)).isEqualTo(new Begun(first.request(), Optional.empty()));
        assertRefused(ProblemType.MALFORMED, () -> scene.relay(message, request("b.corp")));
    }

    /** Another registration authority's numbers are its own. */
    @ParameterizedTest
    @EnumSource
    void twoRegistrationAuthoritiesMayHaveTheSameOrder(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        RegistrationAuthority other = database.inTransaction(
                entityManager -> RelayScene.registrationAuthority(entityManager, scene.branch.provisioner()));
        RelayedMessage message = RelayScene.message(Optional.of(UUID.randomUUID()));
        CertificationRequest request = request("a.corp");
        assertThat(scene.relay(message, request).request())
                .isNotEqualTo(
                        scene.relay(other, message, Optional.empty(), request).request());
    }

    @ParameterizedTest
    @EnumSource
    void theScopeIsThePoliciesAndTheProfilesOfTheProvisioner(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {
            provisioner.govern(Policies.bare("*.branch.corp", ""));
            provisioner.configure(Map.of(Setting.PROFILES, "shortlived, tlsclient"));
        });
        Begun begun = scene.relay(RelayScene.message(Optional.empty()), request("a.branch.corp"));
        assertThat(scene.read(begun).profile()).contains("shortlived");
        assertThat(scene.read(scene.relay(
                                scene.branch,
                                RelayScene.message(Optional.empty()),
                                Optional.of("tlsclient"),
                                request("a.branch.corp")))
                        .profile())
                .contains("tlsclient");
        assertRefused(
                ProblemType.INVALID_PROFILE,
                () -> scene.relay(
                        scene.branch,
                        RelayScene.message(Optional.empty()),
                        Optional.of("tlsserver"),
                        request("a.branch.corp")));
        for (String name : List.of("host.corp", "a.b.branch.corp", "host.other")) {
            assertRefused(
                    ProblemType.REJECTED_IDENTIFIER,
                    () -> scene.relay(RelayScene.message(Optional.empty()), request(name)));
        }
        assertThat(scene.requests()).as("what is refused leaves nothing").hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aSuspendedOneAndOneOfADisabledProvisionerAskForNothing(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        scene.change(branch -> branch.suspend(NOW));
        assertRefused(
                ProblemType.UNAUTHORIZED, () -> scene.relay(RelayScene.message(Optional.empty()), request("a.corp")));
        assertRefused(ProblemType.UNAUTHORIZED, () -> scene.certify(Kind.ENROLMENT));
        scene.change(RegistrationAuthority::resume);
        database.transact(entityManager -> entityManager
                .createQuery("update Provisioner p set p.disabledAt = :now where p.id = :id")
                .setParameter("now", Population.NOW)
                .setParameter("id", scene.branch.provisioner().id())
                .executeUpdate());
        assertRefused(
                ProblemType.UNAUTHORIZED, () -> scene.relay(RelayScene.message(Optional.empty()), request("a.corp")));
        assertRefused(ProblemType.UNAUTHORIZED, () -> scene.certify(Kind.ENROLMENT));
        assertThat(scene.requests()).isEmpty();
    }

    /** Whoever cuts it off has cut off, too, what waited for the token. */
    @ParameterizedTest
    @EnumSource
    void whatWasBegunForOneThatWasSuspendedSinceComesToNothing(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        List<Begun> begun = List.of(
                scene.relay(RelayScene.message(Optional.empty()), request("a.corp")), scene.certify(Kind.ENROLMENT));
        scene.change(branch -> branch.suspend(NOW));
        for (Begun each : begun) {
            Journaled journaled = each.journaled().orElseThrow();
            Optional<Certificate> none = database.inTransaction(entityManager ->
                    RelayBeans.outcome(entityManager, CLOCK).complete(journaled, CA.issue(journaled.prepared())));
            assertThat(none).isEmpty();
            assertThat(scene.read(each).problem())
                    .hasValueSatisfying(problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAUTHORIZED));
            assertThat(scene.audited(each.request()))
                    .singleElement()
                    .asString()
                    .startsWith("issuance-abandoned")
                    .contains("suspended");
        }
        assertThat(scene.branchNow().pinned()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEnrolmentPinsTheCertificateAndUsesTheSecretUp(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.certify(Kind.ENROLMENT);
        assertRefused(ProblemType.SERVER_INTERNAL, () -> scene.certify(Kind.ENROLMENT));

        Certificate certificate = scene.complete(begun);

        assertThat(certificate.contents().orElseThrow().kind()).isEqualTo(CertificateKind.REGISTRATION_AUTHORITY);
        assertThat(certificate.registrationAuthority()).as("nobody relayed it").isEmpty();
        assertThat(certificate.relayedRequest()).contains(begun.request());
        RegistrationAuthority enrolled = scene.branchNow();
        assertThat(enrolled.pinned()).containsExactly(certificate.id());
        assertThat(enrolled.enrolledAt()).contains(NOW);
        assertRefused(ProblemType.UNAUTHORIZED, () -> scene.certify(Kind.ENROLMENT));
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalNeedsNoSecretAndLeavesTheOldOneUntilItIsUsed(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        ResourceId first = scene.complete(scene.certify(Kind.ENROLMENT)).id();
        scene.change(branch -> branch.used(first, NOW));
        ResourceId second = scene.complete(scene.certify(Kind.RENEWAL)).id();
        assertThat(scene.branchNow().pinned()).containsExactly(second, first);
    }

    /** Somebody has stolen the key, and his message was verified just before the registration authority enrolled anew. */
    @ParameterizedTest
    @EnumSource
    void aRenewalByAKeyThatWasReplacedMeanwhileComesTooLate(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        scene.complete(scene.certify(Kind.ENROLMENT));
        RegistrationAuthority asVerified = scene.branchNow();
        scene.change(branch -> branch.giveSecret(1, new SealedSecret("secrets", new byte[36]), RelayScene.EXPIRY));
        ResourceId fresh = scene.complete(scene.certify(Kind.ENROLMENT)).id();
        assertRefused(
                ProblemType.SERVER_INTERNAL,
                () -> scene.certify(asVerified, Kind.RENEWAL, RelayScene.message(Optional.empty())));
        assertThat(scene.branchNow().pinned()).containsExactly(fresh);
    }

    /** An administrator has made another one because the first was seen by others. */
    @ParameterizedTest
    @EnumSource
    void aSecretThatWasReplacedSinceItWasShownEnrolsNobody(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        RegistrationAuthority asVerified = scene.branchNow();
        scene.change(branch -> branch.giveSecret(1, new SealedSecret("secrets", new byte[36]), RelayScene.EXPIRY));
        assertRefused(
                ProblemType.UNAUTHORIZED,
                () -> scene.certify(asVerified, Kind.ENROLMENT, RelayScene.message(Optional.empty())));
        assertThat(scene.branchNow().mayEnrolAt(NOW)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theSameTransactionIsTheSameRequestForItsOwnCertificate(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        RegistrationAuthority read = scene.branchNow();
        UUID order = UUID.randomUUID();
        RelayedMessage message = RelayScene.message(Optional.of(order));
        KeyPair key = SoftwareSigner.ellipticCurve("secp256r1");
        Begun first = scene.certify(read, Kind.ENROLMENT, message, key);
        assertThat(scene.certify(read, Kind.ENROLMENT, message, key))
                .isEqualTo(new Begun(first.request(), Optional.empty()));
        assertRefused(ProblemType.MALFORMED, () -> scene.certify(read, Kind.ENROLMENT, message));
        assertRefused(ProblemType.MALFORMED, () -> scene.certify(read, Kind.RENEWAL, message, key));
        assertThat(scene.read(first).order())
                .as("the numbers of orders are for what is relayed")
                .isEmpty();
        assertThat(scene.relay(RelayScene.message(Optional.of(order)), request("a.corp"))
                        .request())
                .isNotEqualTo(first.request());
    }

    /** The sweep gives up what a node left behind: nobody else can sign it, as it is made for one purpose only. */
    @ParameterizedTest
    @EnumSource
    void anEnrolmentThatWasInterruptedCostsNoSecret(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.certify(Kind.ENROLMENT);
        database.transact(entityManager -> {
            IssuanceAttempt left = entityManager.find(
                    IssuanceAttempt.class, begun.journaled().orElseThrow().attempt());
            assertThat(left.requester()).isEqualTo(Requester.ofRegistrationAuthority(begun.request()));
            assertThat(left.requester().isServer()).isFalse();
            assertThatExceptionOfType(CertificateNotIssuableException.class)
                    .isThrownBy(() -> CA.resume(left.tbs(), NOW));
            RelayBeans.outcome(entityManager, CLOCK).abandon(left.id(), IssuanceService.NOT_MADE, "the node died");
        });
        assertThat(scene.read(begun).status()).isEqualTo(RelayedRequestStatus.INVALID);
        assertThat(scene.branchNow().mayEnrolAt(NOW)).isTrue();
        scene.complete(scene.certify(Kind.ENROLMENT));
        assertThat(scene.branchNow().pinned()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatDiedLeftEnoughToGoOn(TestDatabase database) {
        Scene scene = scene(database, provisioner -> {});
        Begun begun = scene.relay(RelayScene.message(Optional.empty()), request("host.corp"));
        database.transact(entityManager -> {
            Journaled journaled = begun.journaled().orElseThrow();
            IssuanceAttempt left = entityManager.find(IssuanceAttempt.class, journaled.attempt());
            assertThat(left.requester()).isEqualTo(Requester.ofRelayed(begun.request(), scene.branch.id()));
            Journaled resumed = new Journaled(left.id(), journaled.issuer(), CA.resume(left.tbs(), NOW), List.of());
            RelayBeans.outcome(entityManager, CLOCK).complete(resumed, CA.issue(resumed.prepared()));
        });
        assertThat(scene.read(begun).status()).isEqualTo(RelayedRequestStatus.VALID);
    }

    private static void assertRefused(ProblemType type, ThrowingCallable request) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(type));
    }

    private static Scene scene(TestDatabase database, Consumer<Provisioner> more) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = RelayScene.provisioner(entityManager);
            more.accept(provisioner);
            Issuer issuer = Population.issuer(
                    entityManager, provisioner.authority().id(), CA.chain().pem());
            return new Scene(database, RelayScene.registrationAuthority(entityManager, provisioner), issuer);
        });
    }

    /** A registration authority and the issuer that it relays to. */
    private record Scene(TestDatabase database, RegistrationAuthority branch, Issuer issuer) {

        Begun relay(RelayedMessage message, CertificationRequest request) {
            return relay(branch, message, Optional.empty(), request);
        }

        Begun relay(
                RegistrationAuthority by,
                RelayedMessage message,
                Optional<String> profile,
                CertificationRequest request) {
            return database.inTransaction(entityManager -> RelayBeans.journal(entityManager, CLOCK)
                    .begin(
                            new RelayedApplication(by.id(), message, profile, RequestedValidity.NONE),
                            request,
                            ready()));
        }

        Begun certify(Kind kind) {
            return certify(branchNow(), kind, RelayScene.message(Optional.empty()));
        }

        Begun certify(RegistrationAuthority read, Kind kind, RelayedMessage message) {
            return certify(read, kind, message, SoftwareSigner.ellipticCurve("secp256r1"));
        }

        Begun certify(RegistrationAuthority read, Kind kind, RelayedMessage message, KeyPair key) {
            return database.inTransaction(entityManager ->
                    RelayBeans.journal(entityManager, CLOCK).beginOwn(read, kind, message, key.getPublic(), ready()));
        }

        Certificate complete(Begun begun) {
            Journaled journaled = begun.journaled().orElseThrow();
            return database.inTransaction(entityManager -> RelayBeans.outcome(entityManager, CLOCK)
                    .complete(journaled, CA.issue(journaled.prepared()))
                    .orElseThrow());
        }

        RelayedRequest read(Begun begun) {
            return database.inTransaction(entityManager ->
                    RelayScene.requests(entityManager).withId(begun.request()).orElseThrow());
        }

        /** As it is now. */
        RegistrationAuthority branchNow() {
            return database.inTransaction(entityManager -> RelayScene.registrationAuthorities(entityManager)
                    .withId(branch.id())
                    .orElseThrow());
        }

        void change(Consumer<RegistrationAuthority> change) {
            database.transact(entityManager -> change.accept(RelayScene.registrationAuthorities(entityManager)
                    .lock(branch.id())
                    .orElseThrow()));
        }

        List<UUID> requests() {
            return database.inTransaction(entityManager -> entityManager
                    .createQuery("select r.id from RelayedRequest r where r.registrationAuthority = :id", UUID.class)
                    .setParameter("id", branch.id())
                    .getResultList());
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

        private ReadyIssuer ready() {
            return new ReadyIssuer(
                    issuer.id(),
                    issuer.authority(),
                    null,
                    CA,
                    IssuerUrls.of(URI.create("http://pki.corp"), CA.chain().keyFingerprint()));
        }
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
                            .map(name -> new GeneralName(GeneralName.dNSName, name))
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
