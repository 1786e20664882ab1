package org.bailiwick.ra.exchange;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.Protection;
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

/**
 * A registration authority and the CA that answers it, message by message; what needs a container or a token stands in for
 * it.
 */
final class CmpScene {

    static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    /** When it begins. */
    static final Instant NOW = RelayScene.NOW;

    private static final CertificateIssuer CA = AUTHORITY.issuer();

    final SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    final Issuance issuance;
    final Revocation revocation = new Revocation();
    final Told refusals = new Told();
    final CmpService service;

    private final TestDatabase database;
    private final RegistrationAuthority branch;
    private final ExternalAccountSecret secret;
    private final SteppedClock clock = new SteppedClock();

    private CmpScene(TestDatabase database, RegistrationAuthority branch, Issuer issuer, ExternalAccountSecret secret) {
        this.database = database;
        this.branch = branch;
        this.secret = secret;
        OneIssuer issuers = new OneIssuer(issuer);
        this.issuance = new Issuance(database, issuers, clock);
        TransactedRecords records = new TransactedRecords(database, clock);
        Subjects subjects = Injected.into(
                new Subjects(),
                Injected.into(new CertificationExchange(), issuance, records, issuers, clock),
                Injected.into(new RevocationExchange(), revocation, records));
        this.service = Injected.into(
                new CmpService(),
                records,
                Injected.into(new SenderChecks(), records, RelayScene.SECRETS, new Guesses(), clock),
                Injected.into(new Conversation(), records, subjects, new Signing(), clock),
                refusals,
                clock);
    }

    /** One that has not enrolled. */
    static CmpScene of(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = RelayScene.provisioner(entityManager);
            Issuer issuer = Population.issuer(
                    entityManager, provisioner.authority().id(), CA.chain().pem());
            ExternalAccountSecret secret = ExternalAccountSecret.random();
            return new CmpScene(
                    database, RelayScene.registrationAuthority(entityManager, provisioner, secret), issuer, secret);
        });
    }

    /** The header of a message that begins a transaction at the beginning. */
    static CmpHeader header() {
        return CmpHeader.request(new X500Principal(""), NOW);
    }

    static byte[] certificate(CmpMessage answer) {
        return ((CertificateResponse) answer.body()).certificate().orElseThrow();
    }

    static X509Certificate read(byte[] der) {
        return CertificateChain.ofDer(List.of(der)).first();
    }

    static FailureInfo failure(CmpMessage answer) {
        StatusInfo status = answer.body() instanceof ErrorMessage error
                ? error.status()
                : ((CertificateResponse) answer.body()).status();
        return status.failure().orElseThrow();
    }

    /** A request for a name, by a new key. */
    static CmpBody request(String name) {
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
                header().withImplicitConfirm(), CertificateRequest.initial(new X500Principal("CN=x"), key), secret()));
    }

    CmpMessage send(CmpHeader header, CmpBody body, Protection protection) throws CmpException {
        return CmpMessage.parseResponse(answer(protection.protect(header, body)));
    }

    byte[] answer(byte[] message) throws CmpException {
        return service.answer(branch.provisioner().authority().name(), branch.name(), message, "192.0.2.1")
                .orElseThrow();
    }

    /** It is another time for the CA. */
    void at(Instant moment) {
        clock.now = moment;
    }

    /** A certificate that it relayed is revoked, by the sweep, say. */
    void revoked(byte[] der) {
        revoked(certificates -> certificates.relayed(
                branch.authority(), branch.id(), new SerialNumber(read(der).getSerialNumber())));
    }

    /** The certificate that it uses itself is revoked. */
    void ownRevoked() {
        ResourceId own = database.inTransaction(entityManager -> RelayScene.registrationAuthorities(entityManager)
                .withId(branch.id())
                .flatMap(RegistrationAuthority::certificate)
                .orElseThrow());
        revoked(certificates -> certificates.withId(own));
    }

    private void revoked(Function<Certificates, Optional<Certificate>> which) {
        database.transact(entityManager -> {
            Certificates certificates = CertificateScene.certificates(entityManager);
            Certificate found = which.apply(certificates).orElseThrow();
            certificates.revoke(certificates.lock(found), RevocationReason.CESSATION_OF_OPERATION, NOW);
        });
    }

    void change(Consumer<RegistrationAuthority> change) {
        database.transact(entityManager -> change.accept(RelayScene.registrationAuthorities(entityManager)
                .lock(branch.id())
                .orElseThrow()));
    }

    /** How many requests of it are written down, its own enrolment among them. */
    long journaled() {
        return database.inTransaction(entityManager -> entityManager
                .createQuery(
                        "select count(r) from RelayedRequest r where r.registrationAuthority = :branch", Long.class)
                .setParameter("branch", branch.id())
                .getSingleResult());
    }

    /** Stands until somebody moves it. */
    private static final class SteppedClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("times are moments here");
        }
    }

    /** The token's place: what it signs is there at once, or when it is back. */
    static final class Issuance extends RelayIssuance {

        final List<UUID> asked = new ArrayList<>();
        boolean away;

        private final TestDatabase database;
        private final OneIssuer issuers;
        private final Clock clock;
        private final List<Journaled> left = new ArrayList<>();

        private Issuance(TestDatabase database, OneIssuer issuers, Clock clock) {
            this.database = database;
            this.issuers = issuers;
            this.clock = clock;
        }

        @Override
        public UUID relay(UUID authority, RelayedApplication application, CertificationRequest request) {
            return end(() -> database.inTransaction(entityManager ->
                    RelayBeans.journal(entityManager, clock).begin(application, request, issuers.activeOf(authority))));
        }

        @Override
        public UUID certify(RegistrationAuthority read, Kind kind, RelayedMessage message, PublicKey key) {
            return end(() -> database.inTransaction(entityManager -> RelayBeans.journal(entityManager, clock)
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
                    RelayBeans.outcome(entityManager, clock).complete(journaled, CA.issue(journaled.prepared()))));
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

    static final class Revocation extends RevocationService {

        final List<String> revoked = new ArrayList<>();

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

    static final class Told extends Refusals {

        final List<String> told = new ArrayList<>();

        @Override
        public void record(Optional<String> known, String client, RefusalEvent refusal) {
            told.add(refusal.document().toString());
        }
    }
}
