package org.bailiwick.order;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.OrderEvent;

/**
 * Deletes orders that came to nothing, with their authorizations and challenges. One whose finalize began is kept for
 * ever: it shows why a certificate was issued, or why a serial was used up.
 */
@Stateless
public class ExpiredOrders {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    AuditLog audit;

    /**
     * Deletes some of those that expired before a time, all of it or nothing.
     *
     * @param limit at most that many
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int forget(Instant before, int limit) {
        List<UUID> ids = entityManager
                .createQuery(
                        """
                        select o.id from Order o
                        where o.processingSince is null and o.expiresAt < :before
                        order by o.expiresAt""",
                        UUID.class)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
        if (!ids.isEmpty()) {
            delete(
                    "delete from Challenge c where c.authorization.id in"
                            + " (select a.id from Authorization a where a.order in :ids)",
                    ids);
            delete("delete from Authorization a where a.order in :ids", ids);
            delete("delete from Order o where o.id in :ids", ids);
            audit.record(new OrderEvent.Forgotten(ids.size(), before));
        }
        return ids.size();
    }

    private void delete(String statement, List<UUID> ids) {
        entityManager.createQuery(statement).setParameter("ids", ids).executeUpdate();
    }
}
