package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.provisioner.Provisioner;

/** newAccount, account and keyChange (RFC 8555 §7.3). */
@Stateless
public class AccountService {

    @Inject
    Accounts accounts;

    @Inject
    AccountRegistration registration;

    @Inject
    BlockedKeys blockedKeys;

    @Inject
    AccountKeyChange keyChange;

    @Inject
    AuditLog audit;

    /**
     * The account of a request's {@code kid} (RFC 8555 §6.2), whatever its status.
     *
     * @return empty if there is none at that provisioner
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Account> find(String authority, String provisioner, ResourceId id) {
        return accounts.at(authority, provisioner, id);
    }

    /**
     * The account of a key (RFC 8555 §7.3.1).
     *
     * @throws AcmeException {@code accountDoesNotExist} if the key has none at that provisioner
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Account existing(Provisioner provisioner, AccountKey key) {
        return accounts.withKey(provisioner.id(), key.thumbprint())
                .orElseThrow(() -> new AcmeException(ProblemType.ACCOUNT_DOES_NOT_EXIST.problem(
                        "This key has no account here; create one with newAccount without \"onlyReturnExisting\".")));
    }

    /**
     * newAccount (RFC 8555 §7.3): a new account, or the one that the key has. Requests with one key at once end with one
     * account.
     *
     * @param client the client's address
     * @throws AcmeException {@code badPublicKey} if the key of a new account is none, or was compromised; {@code
     *     userActionRequired} if a new account must agree to terms of service and does not; {@code rateLimited} if that
     *     address has made too many
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public NewAccount create(
            Provisioner provisioner, AccountKey key, List<Contact> contacts, boolean termsAgreed, InetAddress client) {
        Optional<Account> present = accounts.withKey(provisioner.id(), key.thumbprint());
        if (present.isPresent()) {
            return new NewAccount(present.get(), false);
        }
        blockedKeys.requireFitForAccount(key.subjectPublicKeyInfo());
        key.requireComposite();
        try {
            return new NewAccount(registration.register(provisioner, key, contacts, termsAgreed, client), true);
        } catch (KeyTakenException justCreated) {
            return accounts.withKey(provisioner.id(), key.thumbprint())
                    .map(account -> new NewAccount(account, false))
                    .orElseThrow(() -> justCreated);
        }
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
        blockedKeys.requireFitForAccount(newKey.subjectPublicKeyInfo());
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
        Account account = accounts.lock(id).orElseThrow();
        account.reachAt(contacts);
        audit.record(new AccountEvent.ContactsChanged(id.toString()));
        return account;
    }
}
