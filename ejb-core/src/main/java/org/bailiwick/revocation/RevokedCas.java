package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;

/** What becomes of the issuers below a CA of ours whose certificate is revoked: nobody would trust what they issue. */
@ApplicationScoped
class RevokedCas {

    private static final Logger LOG = System.getLogger(RevokedCas.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    Certificates certificates;

    @Inject
    AuditLog audit;

    /**
     * Retires the issuers with a CA's key in their chain, as its own issuer or one above, unless a root of ours has signed
     * another certificate for that key that is valid and not revoked.
     *
     * @param administrator who revoked it
     * @param revoked the CA's certificate, which is revoked in this transaction
     */
    void retireBelow(UUID administrator, Certificate revoked, Instant now) {
        KeyFingerprint key = revoked.contents().orElseThrow().key();
        List<Issuer> below = authorities.issuersOf(revoked.authority()).stream()
                .filter(Issuer::active)
                .filter(issuer -> isIn(issuer, key))
                .sorted(Comparator.comparing(Issuer::id))
                .toList();
        // of two who revoke one of two certificates each the second must see what the first has done
        below.forEach(authorities::lock);
        if (isCertified(revoked.authority(), key, now)) {
            return;
        }
        for (Issuer issuer : below) {
            if (issuer.active()) {
                issuer.retire(now);
                audit.record(new AdministrationEvent.IssuerRetired(administrator, issuer.authority(), issuer.id()));
                LOG.log(
                        Level.WARNING,
                        "The issuer {0} with the key \"{1}\" is retired: its CA certificate, or that of a CA above it, is revoked.",
                        issuer.id(),
                        issuer.keyLabel());
            }
        }
    }

    private boolean isCertified(UUID authority, KeyFingerprint key, Instant now) {
        return certificates.goodOfCas(authority, now).stream()
                .flatMap(other -> other.contents().stream())
                .anyMatch(contents -> contents.key().equals(key));
    }

    private static boolean isIn(Issuer issuer, KeyFingerprint key) {
        return CertificateChain.parse(issuer.chain()).certificates().stream()
                .anyMatch(each ->
                        KeyFingerprint.of(each.getPublicKey().getEncoded()).equals(key));
    }
}
