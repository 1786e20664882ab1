package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.UnfitKeys;

/** account and keyChange (RFC 8555 §7.3.2, §7.3.5). */
@Stateless
public class AccountService {

    @Inject
    Accounts accounts;

    @Inject
    UnfitKeys unfitKeys;

    @Inject
    AccountKeyChange keyChange;

    @Inject
    AuditLog audit;

    /**
     * An account, if it may act now.
     *
     * @throws TooLateException {@code unauthorized} if it is deactivated
     * @throws AcmeException {@code unauthorized} if its provisioner always requires an external account and it has none, or
     *     its key is suspended, revoked or expired
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Account requireValid(Account account) {
        return accounts.requireValid(account);
    }

    /**
     * keyChange (RFC 8555 §7.3.5), for who has proven both keys.
     *
     * @param account the account as the request found it, with the old key
     * @return the account whose key the new one is now: this one, or another that has it already
     * @throws AcmeException {@code badPublicKey} if nobody should have the new key
     * @throws TooLateException {@code unauthorized} if the account is deactivated by now, {@code malformed} if it has
     *     another key by now
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Account changeKey(Account account, AccountKey newKey) {
        unfitKeys.requireFitForAccount(newKey.subjectPublicKeyInfo());
        newKey.requireComposite();
        try {
            return keyChange.change(account.id(), new JwkThumbprint(account.keyThumbprint()), newKey);
        } catch (KeyTakenException justTaken) {
            return accounts.withKey(account.provisioner().id(), newKey.thumbprint())
                    .filter(other -> !other.id().equals(account.id()))
                    .orElseThrow(() -> justTaken);
        }
    }

    /**
     * Replaces an account's contacts (RFC 8555 §7.3.2).
     *
     * @throws TooLateException {@code unauthorized} if it is deactivated by now
     */
    public Account reachAt(ResourceId id, List<Contact> contacts) {
        Account account = accounts.requireValid(accounts.lock(id).orElseThrow());
        account.reachAt(contacts);
        audit.record(new AccountEvent.ContactsChanged(id.toString()));
        return account;
    }
}
