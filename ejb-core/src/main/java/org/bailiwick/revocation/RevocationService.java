package org.bailiwick.revocation;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.NoSuchCertificateException;

/** revokeCert (RFC 8555 §7.6), and what registration authorities revoke. */
@Stateless
public class RevocationService {

    @Inject
    Certificates certificates;

    @Inject
    RevocationRights rights;

    @Inject
    Revocations revocations;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Revokes a certificate, for good. The key of one that is revoked for keyCompromise is blocked with it.
     *
     * @param shown what the client says is the certificate, DER
     * @param reason what the client gives; who signs with the certificate's key has shown that more than its owner may have
     *     it, so that is keyCompromise always
     * @throws NoSuchCertificateException if it is not, octet for octet, a certificate of that authority; a CA's own is none
     * @throws AcmeException {@code unauthorized} if it has expired or the revoker has no right to it
     * @throws TooLateException {@code alreadyRevoked}
     */
    public void revoke(UUID authority, byte[] shown, Revoker revoker, RevocationReason reason) {
        Instant now = clock.instant();
        Certificate certificate = EndEntityCertificate.parse(shown)
                .flatMap(parsed -> certificates.same(authority, parsed))
                .orElseThrow(
                        () -> new NoSuchCertificateException(
                                "This authority has not issued that certificate; \"certificate\" is the DER of the end-entity certificate alone, as it was downloaded here."));
        // What does not change is judged before the lock, so that nobody without a right waits for the row (ADR 19).
        requireNotExpired(certificate, now);
        RevocationRight right = rights.require(certificate, revoker, now);
        RevocationReason recorded = right == RevocationRight.CERTIFICATE_KEY ? RevocationReason.KEY_COMPROMISE : reason;
        revocations.revoke(certificate, recorded, now);
        audit.record(new CertificateEvent.Revoked(
                certificate.issuer(),
                certificate.serial(),
                recorded.rfcName(),
                right.word(),
                revoker instanceof Revoker.ByAccount account ? account.id().toString() : null));
    }

    /**
     * Revokes a certificate for which a registration authority relayed the request, or that is its own, for good.
     *
     * @param certificate which; whose it is has been found out
     * @param because {@code asked}, {@code rejected} or {@code unconfirmed}
     * @throws AcmeException {@code unauthorized} if it has expired
     * @throws TooLateException {@code alreadyRevoked}
     */
    public void revokeRelayed(
            ResourceId certificate, UUID registrationAuthority, RevocationReason reason, String because) {
        Instant now = clock.instant();
        Certificate found = certificates.withId(certificate).orElseThrow();
        requireNotExpired(found, now);
        revocations.revoke(found, reason, now);
        audit.record(new CertificateEvent.RelayedRevoked(
                found.issuer(), found.serial(), reason.rfcName(), registrationAuthority, because));
    }

    /** Nobody trusts it any more, and CRLs do not list it (RFC 5280 §3.3). */
    private static void requireNotExpired(Certificate certificate, Instant now) {
        if (now.isAfter(certificate.notAfter())) {
            throw new AcmeException(ProblemType.UNAUTHORIZED.problem(
                    "This certificate expired at %s; there is nothing to revoke any more."
                            .formatted(certificate.notAfter().truncatedTo(ChronoUnit.SECONDS))));
        }
    }
}
