package org.bailiwick.revocation;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;

/** What {@link MassRevocationJob} does, each in a transaction of its own: no transaction is long and none holds much. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class MassRevocationSteps {

    @Inject
    MassRevocations all;

    @Inject
    Certificates certificates;

    @Inject
    Revocations revocations;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Deals with the next part of a mass revocation, or ends it if there is none.
     *
     * @return whether there is more to do
     */
    public boolean step(UUID id) {
        MassRevocation revocation = all.lock(id).orElseThrow();
        if (revocation.endedAt().isPresent()) {
            return false;
        }
        Instant now = clock.instant();
        Optional<MassRevocationPart> part = all.nextPart(revocation);
        if (part.isEmpty()) {
            end(revocation, now);
            return false;
        }
        for (Certificate certificate : certificates.lockAll(part.get().certificates())) {
            deal(revocation, certificate, now);
        }
        all.remove(part.get());
        return true;
    }

    private void deal(MassRevocation revocation, Certificate locked, Instant now) {
        if (locked.revoked()) {
            revocation.countAlreadyRevoked();
        } else if (now.isAfter(locked.notAfter())) {
            revocation.countExpired();
        } else {
            revocations.revokeLocked(locked, revocation.reason(), now);
            audit.record(new AdministrationEvent.CertificateWithdrawn(
                    revocation.administrator(),
                    locked.id().toString(),
                    locked.issuer(),
                    locked.serial(),
                    revocation.reason().rfcName(),
                    null,
                    revocation.id()));
            revocation.countRevoked();
        }
    }

    private void end(MassRevocation revocation, Instant now) {
        revocation.end(now);
        audit.record(new AdministrationEvent.MassRevocationEnded(
                revocation.administrator(),
                revocation.id(),
                revocation.revoked(),
                revocation.alreadyRevoked(),
                revocation.expired()));
    }
}
