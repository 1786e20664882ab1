package org.bailiwick.issuance;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.config.Settings;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.order.Orders;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.schema.Injected;

/** What issues for registration authorities, in one transaction, without a token. */
public final class RelayBeans {

    private RelayBeans() {}

    /** Step 1. */
    public static RelayJournal journal(EntityManager entityManager, Clock clock) {
        return Injected.into(
                new RelayJournal(),
                attempts(entityManager),
                RelayScene.requests(entityManager),
                KeyScene.provisioners(entityManager),
                KeyScene.accounts(entityManager, clock),
                clock);
    }

    /** Step 3. */
    public static IssuanceOutcome outcome(EntityManager entityManager, Clock clock) {
        return Injected.into(
                new IssuanceOutcome(),
                clock,
                attempts(entityManager),
                Injected.into(
                        new PendingCertificates(),
                        Injected.into(new Orders(), entityManager),
                        Injected.into(new ManualRequests(), entityManager),
                        RelayScene.requests(entityManager)),
                Injected.into(new Authorities(), entityManager),
                Injected.into(new AuditLog(), entityManager, clock));
    }

    private static IssuanceAttempts attempts(EntityManager entityManager) {
        return Injected.into(
                new IssuanceAttempts(),
                entityManager,
                CertificateScene.certificates(entityManager),
                Settings.of(Map.of("bailiwick.data", "/nowhere")));
    }
}
