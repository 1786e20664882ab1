package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.Refusals;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.Confirmed;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralResponse;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PkiStatus;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.Protection;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.issuance.Journaled;
import org.bailiwick.issuance.RelayBeans;
import org.bailiwick.issuance.RelayIssuance;
import org.bailiwick.issuance.RelayJournal.Begun;
import org.bailiwick.issuance.RelayedApplication;
import org.bailiwick.limit.LogInLimit;
import org.bailiwick.limit.LogInLimiter;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.revocation.RevocationService;
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

/** Whole transactions, message by message, on both databases; what needs a container or a token stands in for it. */
class CmpServiceTest {

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final CertificateIssuer CA = AUTHORITY.issuer();
    private static final Instant NOW = RelayScene.NOW;
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void anEnrolmentIsConfirmedByTheSecretAndThenTheCertificateSigns(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        CmpHeader header = header();
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        CmpMessage ip = scene.send(header, ir, scene.secret());
        assertThat(ip.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.MAC);
        MacProtection.verify(ip, scene.secretOctets());
        assertThat(ip.header().confirmWaitTime()).contains(NOW.plusSeconds(3600));
        byte[] own = certificate(ip);

        CmpMessage conf = scene.send(
                header.next(ip.header(), NOW), CertificateConfirmation.accepting(own, ir.requestId()), scene.secret());

        assertThat(conf.body().kind()).isEqualTo(BodyKind.PKICONF);
        CmpMessage cp = scene.send(header(), request("host.corp"), scene.signature(own));
        SignatureProtection.verify(cp, AUTHORITY.chain().first());
        assertThat(read(certificate(cp)).getSubjectX500Principal().getName()).isEqualTo("CN=host.corp");
        assertThat(failure(scene.send(header(), ir, scene.secret()))).isEqualTo(FailureInfo.NOT_AUTHORIZED);
        assertThat(failure(scene.send(header(), request("host.corp"), scene.secret())))
                .as("the secret is for enrolment alone")
                .isEqualTo(FailureInfo.WRONG_INTEGRITY);
    }

    /** The token is away: the registration authority waits, polls, and gets what it asked for. */
    @ParameterizedTest
    @EnumSource
    void whatIsNotReadyIsPolledFor(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        scene.issuance.away = true;
        CmpHeader header = header();
        CmpMessage waiting = scene.send(header, request("host.corp"), scene.signature(own));
        assertThat(((CertificateResponse) waiting.body()).status().status()).isEqualTo(PkiStatus.WAITING);
        CmpHeader poll = header.next(waiting.header(), NOW);
        CmpMessage notYet = scene.send(poll, new PollRequest(-1), scene.signature(own));
        assertThat(notYet.body()).isInstanceOfSatisfying(PollResponse.class, told -> assertThat(told.checkAfter())
                .isPositive());

        scene.issuance.complete();

        CmpMessage there = scene.send(header.next(notYet.header(), NOW), new PollRequest(-1), scene.signature(own));
        assertThat(there.body().kind()).isEqualTo(BodyKind.CP);
        assertThat(read(certificate(there)).getSubjectX500Principal().getName()).isEqualTo("CN=host.corp");
    }

    @ParameterizedTest
    @EnumSource
    void theSameMessageIsAnsweredAlikeAndAnotherOfItsTransactionIsRefused(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        byte[] message = scene.signature(own).protect(header, request("host.corp"));
        byte[] answer = scene.answer(message);
        assertThat(scene.answer(message)).isEqualTo(answer);
        assertThat(failure(scene.send(header, request("other.corp"), scene.signature(own))))
                .isEqualTo(FailureInfo.TRANSACTION_ID_IN_USE);
        assertThat(scene.issuance.asked).as("enrolment, and one more").hasSize(2);
    }

    /** RFC 9483 §3.5: each message of a transaction repeats the nonce of the one before. */
    @ParameterizedTest
    @EnumSource
    void aConfirmationBelongsToItsAnswerAndMayReject(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        CmpMessage cp = scene.send(header, request("host.corp"), scene.signature(own));
        byte[] issued = certificate(cp);
        CmpHeader other = scene.send(header(), request("other.corp"), scene.signature(own))
                .header();
        assertThat(failure(scene.send(
                        header.next(other, NOW), CertificateConfirmation.accepting(issued, -1), scene.signature(own))))
                .isEqualTo(FailureInfo.BAD_RECIPIENT_NONCE);
        CmpHeader next = header.next(cp.header(), NOW);
        CmpMessage wrong = scene.send(next, CertificateConfirmation.accepting(own, -1), scene.signature(own));
        assertThat(failure(wrong)).isEqualTo(FailureInfo.BAD_CERT_ID);

        CmpMessage conf = scene.send(
                header.next(wrong.header(), NOW),
                CertificateConfirmation.rejecting(issued, -1, "not mine"),
                scene.signature(own));

        assertThat(conf.body().kind()).isEqualTo(BodyKind.PKICONF);
        assertThat(scene.revocation.revoked).containsExactly("rejected");
    }

    /** Who confirms too late must not believe that the certificate is good (RFC 9810 §5.3.18). */
    @ParameterizedTest
    @EnumSource
    void aConfirmationThatComesAfterTheRevocationIsRefused(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        CmpMessage cp = scene.send(header, request("host.corp"), scene.signature(own));
        byte[] issued = certificate(cp);
        scene.revoked(issued);

        CmpMessage accepted = scene.send(
                header.next(cp.header(), NOW), CertificateConfirmation.accepting(issued, -1), scene.signature(own));

        assertThat(failure(accepted)).isEqualTo(FailureInfo.CERT_REVOKED);
        CmpMessage rejected = scene.send(
                header.next(accepted.header(), NOW),
                CertificateConfirmation.rejecting(issued, -1, "not mine"),
                scene.signature(own));
        assertThat(rejected.body().kind()).as("it is what was wanted").isEqualTo(BodyKind.PKICONF);
    }

    /** M8: nothing is signed for a stranger, and nothing is kept of him but a line for the auditor. */
    @ParameterizedTest
    @EnumSource
    void aStrangerIsAnsweredWithoutProtection(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        CmpMessage unsigned = scene.send(
                header(),
                ir,
                MacProtection.passwordBased("guess".getBytes(StandardCharsets.US_ASCII), Optional.empty()));
        assertThat(unsigned.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        scene.change(branch -> branch.suspend(NOW));
        assertThat(failure(scene.send(header(), request("host.corp"), scene.signature(own))))
                .isEqualTo(FailureInfo.NOT_AUTHORIZED);
        assertThat(scene.refusals.told).hasSize(2).allMatch(told -> told.contains("/cmp/"));
        assertThat(scene.service.answer("nobody", "nobody", new byte[0], "192.0.2.1"))
                .isEmpty();
        assertThatExceptionOfType(CmpException.class).isThrownBy(() -> scene.answer(new byte[] {0x30, 0}));
        assertThat(scene.issuance.asked).hasSize(1);
    }

    /** What a MAC costs is chosen by who sends it. */
    @ParameterizedTest
    @EnumSource
    void whoGuessesTooOftenIsNotHeardAnyMore(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        Protection guess = MacProtection.passwordBased("guess".getBytes(StandardCharsets.US_ASCII), Optional.empty());
        assertThat(failure(scene.send(header(), ir, guess))).isEqualTo(FailureInfo.BAD_MESSAGE_CHECK);
        assertThat(failure(scene.send(header(), ir, guess))).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(failure(scene.send(header(), ir, scene.secret()))).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(scene.issuance.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedSaysWhyAndIsTold(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        CmpMessage refused = scene.send(header(), request("host.example"), scene.signature(own));
        assertThat(((CertificateResponse) refused.body()).status())
                .satisfies(status -> assertThat(status.failures()).containsExactly(FailureInfo.UNACCEPTED_POLICY))
                .satisfies(status -> assertThat(status.text().toString()).contains("host.example"));
        SignatureProtection.verify(refused, AUTHORITY.chain().first());
        assertThat(scene.refusals.told).singleElement().asString().contains("p10cr", "unacceptedPolicy", "decidedBy");
        CmpMessage stale = scene.send(
                CmpHeader.request(new X500Principal(""), NOW.minusSeconds(3600)),
                request("host.corp"),
                scene.signature(own));
        assertThat(failure(stale)).isEqualTo(FailureInfo.BAD_TIME);
    }

    /** Of the 27 kinds those that CAs send; how the others are read {@code CmpMessageTest} knows. */
    @ParameterizedTest
    @EnumSource
    void whatOnlyACaSaysIsRefused(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        List<CmpBody> answers = List.of(
                new Confirmed(),
                GeneralResponse.empty(),
                new RevocationResponse(StatusInfo.ACCEPTED),
                new PollResponse(0, Duration.ofSeconds(1)));
        for (CmpBody body : answers) {
            CmpMessage refused = scene.send(header(), body, scene.signature(own));
            assertThat(failure(refused)).as(body.kind().rfcName()).isEqualTo(FailureInfo.BAD_REQUEST);
            SignatureProtection.verify(refused, AUTHORITY.chain().first());
        }
        assertThat(scene.issuance.asked).hasSize(1);
    }

    /** Whoever has seen an old message can send it as often as he likes. */
    @ParameterizedTest
    @EnumSource
    void anOldMessageThatIsSentAgainAndAgainCostsOneSignature(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        scene.change(branch -> branch.limit(Optional.of(2)));
        byte[] old = scene.signature(own)
                .protect(CmpHeader.request(new X500Principal(""), NOW.minusSeconds(3600)), request("host.corp"));
        byte[] answer = scene.answer(old);
        assertThat(failure(CmpMessage.parseResponse(answer))).isEqualTo(FailureInfo.BAD_TIME);
        assertThat(scene.answer(old)).isEqualTo(answer);
        CmpMessage next = scene.send(header(), request("host.corp"), scene.signature(own));
        assertThat(next.body().kind())
                .as("it is not counted as one that its sender has begun")
                .isEqualTo(BodyKind.CP);
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksTooOftenIsAnsweredWithoutASignature(TestDatabase database) throws CmpException {
        Scene scene = scene(database);
        byte[] own = scene.enrolled();
        scene.change(branch -> branch.limit(Optional.of(2)));
        CmpHeader header = header();
        CmpMessage last = scene.send(header, request("host.corp"), scene.signature(own));
        CmpMessage refused = scene.send(header(), request("other.corp"), scene.signature(own));
        assertThat(failure(refused)).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(refused.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        assertThat(scene.refusals.told).singleElement().asString().contains("systemUnavail");
        assertThat(scene.issuance.asked).hasSize(2);
        CmpMessage conf = scene.send(
                header.next(last.header(), NOW),
                CertificateConfirmation.accepting(certificate(last), -1),
                scene.signature(own));
        assertThat(conf.body().kind()).as("what was begun goes on to its end").isEqualTo(BodyKind.PKICONF);
    }

    private static CmpHeader header() {
        return CmpHeader.request(new X500Principal(""), NOW);
    }

    private static byte[] certificate(CmpMessage answer) {
        return ((CertificateResponse) answer.body()).certificate().orElseThrow();
    }

    private static X509Certificate read(byte[] der) {
        return CertificateChain.ofDer(List.of(der)).first();
    }

    private static FailureInfo failure(CmpMessage answer) {
        StatusInfo status = answer.body() instanceof ErrorMessage error
                ? error.status()
                : ((CertificateResponse) answer.body()).status();
        return status.failure().orElseThrow();
    }

    private static CmpBody request(String name) {
        try {
            var key = SoftwareSigner.ellipticCurve("secp256r1");
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            return Pkcs10Request.of(new JcaPKCS10CertificationRequestBuilder(new X500Name(""), key.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded());
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Scene scene(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = RelayScene.provisioner(entityManager);
            Issuer issuer = Population.issuer(
                    entityManager, provisioner.authority().id(), CA.chain().pem());
            ExternalAccountSecret secret = ExternalAccountSecret.random();
            return new Scene(
                    database, RelayScene.registrationAuthority(entityManager, provisioner, secret), issuer, secret);
        });
    }

    /** A registration authority and the CA that answers it. */
    private static final class Scene {

        private final SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        private final TestDatabase database;
        private final RegistrationAuthority branch;
        private final ExternalAccountSecret secret;
        private final Issuance issuance;
        private final Revocation revocation = new Revocation();
        private final Told refusals = new Told();
        private final Guesses guesses = new Guesses();
        private final CmpService service;

        Scene(TestDatabase database, RegistrationAuthority branch, Issuer issuer, ExternalAccountSecret secret) {
            this.database = database;
            this.branch = branch;
            this.secret = secret;
            OneIssuer issuers = new OneIssuer(issuer);
            this.issuance = new Issuance(database, issuers);
            TransactedRecords records = new TransactedRecords(database, CLOCK);
            Subjects subjects = Injected.into(
                    new Subjects(),
                    Injected.into(new CertificationExchange(), issuance, records, issuers, CLOCK),
                    Injected.into(new RevocationExchange(), revocation, records));
            this.service = Injected.into(
                    new CmpService(),
                    records,
                    Injected.into(new SenderChecks(), records, RelayScene.SECRETS, guesses, CLOCK),
                    Injected.into(new Conversation(), records, subjects, new Signing(), CLOCK),
                    refusals,
                    CLOCK);
        }

        byte[] secretOctets() {
            return secret.base64url().getBytes(StandardCharsets.US_ASCII);
        }

        Protection secret() {
            return MacProtection.passwordBased(secretOctets(), Optional.empty());
        }

        Protection signature(byte[] own) {
            return new SignatureProtection(List.of(read(own)), key);
        }

        /** Its certificate. */
        byte[] enrolled() throws CmpException {
            return certificate(send(
                    header().withImplicitConfirm(),
                    CertificateRequest.initial(new X500Principal("CN=x"), key),
                    secret()));
        }

        CmpMessage send(CmpHeader header, CmpBody body, Protection protection) throws CmpException {
            return CmpMessage.parseResponse(answer(protection.protect(header, body)));
        }

        byte[] answer(byte[] message) throws CmpException {
            return service.answer(branch.provisioner().authority().name(), branch.name(), message, "192.0.2.1")
                    .orElseThrow();
        }

        /** A certificate that it relayed is revoked, by the sweep, say. */
        void revoked(byte[] der) {
            database.transact(entityManager -> {
                Certificates certificates = CertificateScene.certificates(entityManager);
                Certificate found = certificates
                        .relayed(
                                branch.authority(),
                                branch.id(),
                                new SerialNumber(read(der).getSerialNumber()))
                        .orElseThrow();
                certificates.revoke(certificates.lock(found), RevocationReason.CESSATION_OF_OPERATION, NOW);
            });
        }

        void change(Consumer<RegistrationAuthority> change) {
            database.transact(entityManager -> change.accept(RelayScene.registrationAuthorities(entityManager)
                    .lock(branch.id())
                    .orElseThrow()));
        }
    }

    /** The token's place: what it signs is there at once, or when it is back. */
    private static final class Issuance extends RelayIssuance {

        private final TestDatabase database;
        private final OneIssuer issuers;
        private final List<UUID> asked = new ArrayList<>();
        private final List<Journaled> left = new ArrayList<>();
        private boolean away;

        Issuance(TestDatabase database, OneIssuer issuers) {
            this.database = database;
            this.issuers = issuers;
        }

        @Override
        public UUID relay(UUID authority, RelayedApplication application, CertificationRequest request) {
            return end(() -> database.inTransaction(entityManager ->
                    RelayBeans.journal(entityManager, CLOCK).begin(application, request, issuers.activeOf(authority))));
        }

        @Override
        public UUID certify(RegistrationAuthority read, Kind kind, RelayedMessage message, PublicKey key) {
            return end(() -> database.inTransaction(entityManager -> RelayBeans.journal(entityManager, CLOCK)
                    .beginOwn(read, kind, message, key, issuers.activeOf(read.authority()))));
        }

        private UUID end(Supplier<Begun> beginning) {
            Begun begun = beginning.get();
            asked.add(begun.request());
            begun.journaled().ifPresent(left::add);
            if (!away) {
                complete();
            }
            return begun.request();
        }

        void complete() {
            left.forEach(journaled -> database.transact(entityManager ->
                    RelayBeans.outcome(entityManager, CLOCK).complete(journaled, CA.issue(journaled.prepared()))));
            left.clear();
        }
    }

    private static final class OneIssuer extends Issuers {

        private final Issuer issuer;

        OneIssuer(Issuer issuer) {
            this.issuer = issuer;
        }

        @Override
        public ReadyIssuer activeOf(UUID authority) {
            return new ReadyIssuer(
                    issuer.id(),
                    issuer.authority(),
                    null,
                    CA,
                    IssuerUrls.of(URI.create("http://pki.corp"), CA.chain().keyFingerprint()));
        }

        @Override
        public CertificateChain chainOf(UUID id) {
            return CA.chain();
        }
    }

    /** Protects as the real one does, by a key without a token. */
    private static final class Signing extends AnswerProtection {

        @Override
        byte[] protect(VerifiedSender recipient, CmpHeader header, Reply reply) {
            Protection protection = recipient.secret().isPresent()
                    ? recipient.secret().get()
                    : new SignatureProtection(AUTHORITY.chain().certificates(), AUTHORITY.signer());
            return protection.protect(header, reply.body());
        }
    }

    private static final class Revocation extends RevocationService {

        private final List<String> revoked = new ArrayList<>();

        @Override
        public void revokeRelayed(
                ResourceId certificate, UUID registrationAuthority, RevocationReason reason, String because) {
            revoked.add(because);
        }
    }

    /** One guess, and that is one too many if it was wrong. */
    private static final class Guesses extends LogInLimiter {

        private int left = 1;

        @Override
        public Optional<Duration> take(LogInLimit limit, String subject) {
            left--;
            return left < 0 ? Optional.of(Duration.ofMinutes(15)) : Optional.empty();
        }

        @Override
        public void giveBack(LogInLimit limit, String subject) {
            left++;
        }
    }

    private static final class Told extends Refusals {

        private final List<String> told = new ArrayList<>();

        @Override
        public void record(Optional<String> known, String client, RefusalEvent refusal) {
            told.add(refusal.document().toString());
        }
    }
}
