package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;

/**
 * The one transaction that changes an account's key (RFC 8555 §7.3.5). A bean of its own, so that a key that another
 * account gets at the same moment is a rollback of this only.
 */
@Stateless
public class AccountKeyChange {

    @Inject
    Accounts accounts;

    @Inject
    AuditLog audit;

    /**
     * Replaces the key, if the old one still is the account's: of two changes at once one comes too late. What is known to
     * be another account's key is said by a return value, so that nothing is rolled back (docs/adr/0019).
     *
     * @return the account whose key the new one is now: this one, or another that had it before
     * @throws TooLateException {@code unauthorized} if the account is deactivated by now, {@code malformed} if it has
     *     another key by now
     * @throws KeyTakenException if another account just got the new key
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Account change(ResourceId id, JwkThumbprint oldKey, AccountKey newKey) {
        Account account = accounts.requireValid(accounts.lock(id).orElseThrow()).requireKey(oldKey);
        Optional<Account> other = accounts.withKey(account.provisioner().id(), newKey.thumbprint());
        if (other.isPresent()) {
            return other.get();
        }
        account.changeKey(newKey);
        accounts.flush();
        audit.record(new AccountEvent.KeyChanged(
                id.toString(), oldKey.value(), newKey.thumbprint().value()));
        return account;
    }
}
