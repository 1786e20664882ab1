package org.bailiwick.eab.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.authorization.DeactivationService;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.eab.ExternalAccountKey;

/**
 * Takes keys back, alone or with everything that was got by them. Both may be repeated: what is revoked stays so, and what
 * was under way during the first time is found by the second.
 */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class ExternalAccountKeyRevocation {

    @Inject
    OwnKeys own;

    @Inject
    KeyQueries queries;

    @Inject
    DeactivationService deactivation;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * What {@link #revokeWithEverything} would hit now.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Cascade preview(ResourceId id) {
        ExternalAccountKey key = own.find(id);
        Instant now = clock.instant();
        return new Cascade(
                queries.validAccountsOf(key),
                queries.openAuthorizations(key, now),
                queries.goodCertificates(key, now).stream()
                        .map(Cascade.GoodCertificate::of)
                        .toList(),
                queries.issuancesUnderWay(key));
    }

    /**
     * Ends a key, for good, and erases its secret. Accounts that are bound to it stay; where a provisioner always requires
     * one, they are refused from their next request on. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.EAB_OPERATOR})
    public ExternalAccountKey revoke(ResourceId id) {
        ExternalAccountKey key = own.lock(id);
        if (key.revoke(clock.instant())) {
            audit.record(new ExternalAccountKeyEvent.Revoked(own.administrator(), id.toString()));
        }
        return key;
    }

    /**
     * Ends a key, and with it in one transaction its accounts, their authorizations, and their certificates, which are
     * revoked as privilegeWithdrawn (RFC 5280 §5.3.1).
     *
     * @return what was hit; if something was {@link Cascade#underWay under way}, repeat it a little later
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    public Cascade revokeWithEverything(ResourceId id) {
        ExternalAccountKey key = revoke(id);
        Cascade hit = preview(id);
        hit.accounts().forEach(deactivation::deactivate);
        queries.lockGoodCertificates(key, clock.instant()).forEach(this::revoke);
        if (!hit.isEmpty()) {
            audit.record(new ExternalAccountKeyEvent.Cascaded(
                    own.administrator(),
                    id.toString(),
                    hit.accounts().size(),
                    hit.authorizations(),
                    hit.certificates().size()));
        }
        return hit;
    }

    private void revoke(Certificate certificate) {
        certificate.revoke(clock.instant(), RevocationReason.PRIVILEGE_WITHDRAWN);
        audit.record(new CertificateEvent.Revoked(
                certificate.issuer(),
                certificate.serial(),
                RevocationReason.PRIVILEGE_WITHDRAWN.rfcName(),
                "externalAccountKey",
                null));
    }
}
