package org.bailiwick.eab.administration;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.authorization.AccountEnding;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.eab.ExternalAccountKey;

/**
 * What {@link ExternalAccountKeyRevocation} does, each in a transaction of its own: however much hangs on a key, no
 * transaction is long and none holds much. Repeating a step goes on where it was interrupted.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class CascadeSteps {

    /** How many accounts or certificates end in one transaction. */
    static final int STRETCH = 100;

    @Inject
    OwnKeys own;

    @Inject
    KeyQueries queries;

    @Inject
    AccountEnding ending;

    @Inject
    Certificates certificates;

    @Inject
    AuditLog audit;

    /**
     * Ends a key, for good. From then on no account is bound to it.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    public ExternalAccountKey revoke(ResourceId id, Instant now) {
        ExternalAccountKey key = own.lock(id);
        if (key.revoke(now)) {
            audit.record(new ExternalAccountKeyEvent.Revoked(own.administrator(), id.toString()));
        }
        return key;
    }

    /**
     * Ends some of a key's accounts, with their authorizations.
     *
     * @return which; fewer than {@link #STRETCH} if these were the last
     */
    public List<ResourceId> endAccounts(ExternalAccountKey key) {
        List<ResourceId> some = queries.validAccountsOf(key, STRETCH);
        for (ResourceId account : some) {
            ending.end(
                    account,
                    new AdministrationEvent.AccountEnded(
                            own.administrator(), account.toString(), key.id().toString()));
        }
        return some;
    }

    /**
     * Revokes some of the certificates of a key's accounts.
     *
     * @return which; fewer than {@link #STRETCH} if these were the last
     */
    public List<Cascade.GoodCertificate> revokeCertificates(ExternalAccountKey key, Instant now) {
        List<Cascade.GoodCertificate> some = new ArrayList<>();
        for (Certificate certificate : queries.lockGoodCertificates(key, now, STRETCH)) {
            certificates.revoke(certificate, RevocationReason.PRIVILEGE_WITHDRAWN, now);
            audit.record(new AdministrationEvent.CertificateWithdrawn(
                    own.administrator(),
                    certificate.id().toString(),
                    certificate.issuer(),
                    certificate.serial(),
                    RevocationReason.PRIVILEGE_WITHDRAWN.rfcName(),
                    key.id().toString(),
                    null));
            some.add(Cascade.GoodCertificate.of(certificate));
        }
        return some;
    }

    /** Tells what was hit. */
    public void record(ExternalAccountKey key, Cascade hit) {
        audit.record(new ExternalAccountKeyEvent.Cascaded(
                own.administrator(),
                key.id().toString(),
                hit.accounts().count(),
                hit.authorizations(),
                hit.certificates().count()));
    }
}
