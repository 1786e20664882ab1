package org.bailiwick.revocation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateAdministration;

/** Revocation by administrators. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class RevocationAdministration {

    @Inject
    CertificateAdministration certificates;

    @Inject
    Revocations revocations;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Revokes a certificate, for good. The key of one that is revoked for keyCompromise is blocked with it; with a CA's own
     * the issuers are retired that end with it.
     *
     * @param reason by its name in RFC 5280 §5.3.1
     * @throws AdminException {@code UNKNOWN}; {@code INVALID} if the reason is none for it; {@code CONFLICT} if it has
     *     expired; {@code FORBIDDEN} if it is a CA's own and the caller no super administrator
     * @throws TooLateException {@code alreadyRevoked}
     */
    public Certificate revoke(ResourceId id, String reason) {
        Instant now = clock.instant();
        RevocationReason why = RevocationReason.ofAdministrator(reason)
                .orElseThrow(() -> AdminException.invalid("\"reason\" must be one of %s."
                        .formatted(String.join(", ", RevocationReason.ofAdministrators()))));
        Certificate certificate = certificates.find(id);
        boolean ofCa = revocations.isOfCa(certificate);
        if (ofCa && caller.role() != Role.SUPER_ADMINISTRATOR) {
            throw AdminException.forbidden(
                    "This is the certificate of an issuing CA, and everything below it ends with it: that is for a super administrator to do.");
        }
        if (now.isAfter(certificate.notAfter())) {
            throw AdminException.conflict("This certificate has expired; there is nothing to revoke any more.");
        }
        revocations.revoke(certificate, why, now);
        audit.record(new AdministrationEvent.CertificateWithdrawn(
                caller.id(), id.toString(), certificate.issuer(), certificate.serial(), why.rfcName(), null, null));
        if (ofCa) {
            revocations.retireBelow(caller.id(), certificate, now);
        }
        return certificate;
    }
}
