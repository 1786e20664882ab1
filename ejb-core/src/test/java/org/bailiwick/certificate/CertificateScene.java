package org.bailiwick.certificate;

import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;

/** Certificates that are valid at {@link Population#NOW}. */
public final class CertificateScene {

    static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final CertificateIssuer CA = AUTHORITY.issuer();

    private CertificateScene() {}

    /** A certificate for some names, not stored yet. */
    public static IssuedCertificate issued(AccountKey key, String... names) {
        List<Identifier> identifiers =
                Stream.of(names).<Identifier>map(DnsIdentifier::new).toList();
        return CA.issue(CA.prepare(
                CertificateProfile.tlsserver(),
                identifiers,
                key.publicKey(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                ORDERED));
    }

    /** An account's certificate of a new issuer. */
    public static Certificate stored(EntityManager entityManager, Account account, IssuedCertificate issued) {
        return stored(entityManager, account, issued, Optional.empty());
    }

    /** The same, in the place of another. */
    public static Certificate stored(
            EntityManager entityManager, Account account, IssuedCertificate issued, Optional<ResourceId> replaces) {
        return stored(entityManager, account, issued, replaces, Population.NOW);
    }

    /** The same, issued at some moment. */
    public static Certificate stored(
            EntityManager entityManager,
            Account account,
            IssuedCertificate issued,
            Optional<ResourceId> replaces,
            Instant now) {
        Certificate certificate = Certificate.of(origin(entityManager, account, replaces), issued, now);
        entityManager.persist(certificate);
        return certificate;
    }

    /** A certificate of a new issuer that an administrator asked for, a moment after the others. */
    public static Certificate ofManualRequest(
            EntityManager entityManager, Provisioner provisioner, UUID administrator, IssuedCertificate issued) {
        Instant now = Population.NOW.plusSeconds(1);
        EndEntityCertificate contents = EndEntityCertificate.read(issued.der());
        ManualRequest request = new ManualRequest(
                provisioner.id(), administrator, "tlsserver", contents.identifiers(), contents.key(), now);
        entityManager.persist(request);
        Issuer issuer = Population.issuer(
                entityManager, provisioner.authority().id(), AUTHORITY.chain().pem());
        Certificate certificate = Certificate.of(
                new Origin(
                        issuer.authority(),
                        issuer.id(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(request.id()),
                        Optional.empty()),
                issued,
                now);
        entityManager.persist(certificate);
        request.complete(certificate.id());
        return certificate;
    }

    /** A certificate of a new issuer that a registration authority relayed the request for. */
    public static Certificate ofRelayedRequest(
            EntityManager entityManager, RegistrationAuthority by, RelayedMessage message, IssuedCertificate issued) {
        EndEntityCertificate contents = EndEntityCertificate.read(issued.der());
        RelayedRequest request = RelayedRequest.relayed(
                by, message, "tlsserver", contents.identifiers(), contents.key(), Population.NOW);
        entityManager.persist(request);
        Issuer issuer = Population.issuer(
                entityManager, by.authority(), AUTHORITY.chain().pem());
        Certificate certificate = Certificate.of(
                new Origin(
                        issuer.authority(),
                        issuer.id(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(request.id()),
                        Optional.of(by.id()),
                        Optional.empty()),
                issued,
                Population.NOW);
        entityManager.persist(certificate);
        request.complete(certificate.id());
        return certificate;
    }

    static Origin origin(EntityManager entityManager, Account account, Optional<ResourceId> replaces) {
        Issuer issuer = Population.issuer(
                entityManager,
                account.provisioner().authority().id(),
                AUTHORITY.chain().pem());
        return new Origin(
                issuer.authority(),
                issuer.id(),
                Optional.of(account.id()),
                Optional.empty(),
                Optional.empty(),
                replaces);
    }

    /** All certificates. */
    public static Certificates certificates(EntityManager entityManager) {
        return Injected.into(new Certificates(), entityManager);
    }
}
