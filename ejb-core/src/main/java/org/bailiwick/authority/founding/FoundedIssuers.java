package org.bailiwick.authority.founding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.Origin;
import org.jspecify.annotations.Nullable;

/** Writes down the issuers of a new authority, in the running transaction, with what is to be known of them. */
@ApplicationScoped
public class FoundedIssuers {

    private static final Logger LOG = System.getLogger(FoundedIssuers.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    Certificates certificates;

    @Inject
    AuditLog audit;

    /**
     * Adds what an authority issues with, and the root above it if its key is in a token of ours. What that root has signed
     * is a certificate of ours: its CRL is to list that, should it be revoked.
     *
     * @param administrator who wants it; null if it is the settings
     * @param issuing with its chain up to the root, if there is one of ours
     * @param root the highest of that chain
     * @throws org.bailiwick.admin.AdminException {@code CONFLICT} if one of the keys is another issuer's
     * @throws IllegalArgumentException if what the root has signed cannot be recorded
     */
    public void add(@Nullable UUID administrator, Issuer issuing, Optional<Issuer> root, Instant now) {
        root.ifPresent(above -> {
            add(administrator, above);
            signedByTheHighest(CertificateChain.parse(issuing.chain())).ifPresent(signed -> list(above, signed, now));
        });
        add(administrator, issuing);
    }

    /** Does the same for roots of which an earlier version has recorded nothing. */
    public void listWhatRootsHaveSigned(Instant now) {
        for (Issuer root : authorities.rootsThatSignedNothing()) {
            try {
                X509Certificate own = CertificateChain.parse(root.chain()).first();
                authorities.issuersOf(root.authority()).stream()
                        .map(issuer -> CertificateChain.parse(issuer.chain()))
                        .filter(chain -> chain.highest().equals(own))
                        .flatMap(chain -> signedByTheHighest(chain).stream())
                        .distinct()
                        .forEach(signed -> list(root, signed, now));
            } catch (IllegalArgumentException unreadable) {
                LOG.log(
                        Level.WARNING,
                        "What the root with the key \"{0}\" has signed cannot be recorded, so that its CRL cannot list it: {1}.",
                        root.keyLabel(),
                        unreadable.getMessage());
            }
        }
    }

    private void add(@Nullable UUID administrator, Issuer issuer) {
        authorities.addNew(issuer);
        audit.record(new AdministrationEvent.IssuerAdded(
                administrator,
                issuer.authority(),
                issuer.id(),
                issuer.key().token(),
                issuer.keyLabel(),
                issuer.keyFingerprint().value(),
                issuer.crlOnly()));
    }

    /** There may be CAs between the root and the one that issues; they are not the root's to list. */
    private static Optional<X509Certificate> signedByTheHighest(CertificateChain chain) {
        List<X509Certificate> certificates = chain.certificates();
        return certificates.size() < 2 ? Optional.empty() : Optional.of(certificates.get(certificates.size() - 2));
    }

    private void list(Issuer root, X509Certificate certificate, Instant now) {
        IssuedCertificate signed = IssuedCertificate.of(certificate);
        Origin origin = new Origin(
                root.authority(), root.id(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        certificates.add(Certificate.of(origin, signed, now));
        audit.record(new CertificateEvent.Issued(
                root.id(),
                signed.serial().hex(),
                EndEntityCertificate.read(signed.der()).names().stream()
                        .map(SubjectName::value)
                        .toList(),
                null,
                CertificateEvent.RequestedBy.account(null, null)));
    }
}
