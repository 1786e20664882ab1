package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;

/** Writes refusals in a transaction of their own. */
@ApplicationScoped
public class RefusalJournal {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /** All or none of them. */
    @Transactional(TxType.REQUIRES_NEW)
    public void write(List<RefusalEvent> refusals) {
        refusals.forEach(refusal -> entityManager.persist(new RecordedEvent(refusal, clock.instant())));
    }
}
