package org.bailiwick.eab;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ExternalAccountKeyEvent;

/** Writes down that a key was not let bind an account, in a transaction of its own: the request itself leaves nothing. */
@Stateless
public class BindingRefusals {

    @Inject
    AuditLog audit;

    /**
     * Records a refused use.
     *
     * @param key what the client named
     * @param accountKey who wanted an account
     * @param why for the auditor
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void record(ResourceId key, JwkThumbprint accountKey, String why) {
        audit.record(new ExternalAccountKeyEvent.Refused(key.toString(), accountKey.value(), why));
    }
}
