package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.acme.UserActionRequiredException;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.eab.ExternalAccountBindings;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.VerifiedBinding;
import org.bailiwick.limit.ClientNetwork;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/**
 * The one transaction that makes an account and uses its external account key. A bean of its own, so that a key that came
 * first is a rollback of this only.
 */
@Stateless
public class AccountRegistration {

    @Inject
    Accounts accounts;

    @Inject
    Provisioners provisioners;

    @Inject
    ExternalAccountBindings bindings;

    @Inject
    AuditLog audit;

    @Inject
    RateLimiter limiter;

    /**
     * Counts one who wants an account, before anything is done for it that costs.
     *
     * @throws RateLimitedException if there were too many from that address
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void count(Provisioner provisioner, InetAddress client) {
        limiter.take(
                provisioners.settingsOf(provisioner).limits(),
                RateLimit.NEW_ACCOUNT,
                provisioner.id(),
                ClientNetwork.of(client));
    }

    /**
     * Makes an account.
     *
     * @param binding what it is bound by; who has shown one has been {@link #count counted} before it was verified
     * @return empty if another request used the external account key meanwhile, or just made an account with the same key
     *     by it; then nothing has changed
     * @throws UserActionRequiredException if the provisioner has terms of service and the client does not agree to them
     * @throws AcmeException {@code externalAccountRequired} if the provisioner wants a binding and there is none
     * @throws RateLimitedException if that address has made too many, and shows no binding
     * @throws KeyTakenException if the key just got an account
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<Account> register(
            Provisioner provisioner, Registration wanted, Optional<VerifiedBinding> binding, Instant now) {
        Provisioner managed = provisioners.withId(provisioner.id()).orElseThrow();
        ProvisionerSettings settings = provisioners.settingsOf(managed);
        URI terms = settings.termsOfService();
        if (terms != null && !wanted.termsAgreed()) {
            throw new UserActionRequiredException(terms);
        }
        if (settings.externalAccount().ofNewAccounts() && binding.isEmpty()) {
            throw new AcmeException(
                    ProblemType.EXTERNAL_ACCOUNT_REQUIRED.problem(
                            "A new account here must be bound to an external account: ask the operators of this directory for a key id and a secret, and give both to your client (--eab-kid and --eab-hmac-key, or what it calls them)."));
        }
        if (binding.isEmpty()) {
            count(managed, wanted.client());
        }
        Account account = new Account(managed, wanted.key(), wanted.contacts(), terms, now);
        if (binding.isPresent() && !bind(account, binding.get(), wanted.key())) {
            return Optional.empty();
        }
        accounts.add(account);
        record(account);
        return Optional.of(account);
    }

    /**
     * Who has waited for the key's row looks once more whether its own account is there: to fail by the constraint would roll
     * back after the wait (docs/adr/0019).
     */
    private boolean bind(Account account, VerifiedBinding binding, AccountKey accountKey) {
        ExternalAccountKey key = bindings.lock(binding);
        boolean present = accounts.withKey(account.provisioner().id(), accountKey.thumbprint())
                .isPresent();
        if (present || !bindings.use(key, binding)) {
            return false;
        }
        account.bindTo(key, binding.document());
        return true;
    }

    private void record(Account account) {
        String id = account.id().toString();
        audit.record(new AccountEvent.Created(
                id,
                account.provisioner().id(),
                account.keyThumbprint(),
                account.terms().orElse(null)));
        account.externalAccountKey()
                .ifPresent(key ->
                        audit.record(new ExternalAccountKeyEvent.Bound(key.id().toString(), id, key.remainingUses())));
    }
}
