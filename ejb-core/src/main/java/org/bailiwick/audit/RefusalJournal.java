package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import org.bailiwick.audit.RefusalWindow.Refused;

/** Writes refusals in a transaction of their own. */
@ApplicationScoped
public class RefusalJournal {

    @PersistenceContext
    EntityManager entityManager;

    /** All or none of them. */
    @Transactional(TxType.REQUIRES_NEW)
    public void write(List<Refused> refusals) {
        refusals.forEach(refused -> entityManager.persist(new RecordedEvent(refused.event(), refused.at())));
    }
}
