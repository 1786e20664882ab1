package org.bailiwick.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;

/** Writes refusals in a transaction of their own. */
@Stateless
public class RefusalJournal {

    @Inject
    AuditLog audit;

    /** All or none of them. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void write(List<RefusalEvent> refusals) {
        refusals.forEach(audit::record);
    }
}
