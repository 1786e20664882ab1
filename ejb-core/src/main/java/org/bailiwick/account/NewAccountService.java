package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.eab.ExternalAccountBindings;
import org.bailiwick.eab.ExternalAccountBindings.Applicant;
import org.bailiwick.eab.VerifiedBinding;
import org.bailiwick.provisioner.Provisioner;

/** newAccount (RFC 8555 §7.3). */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NewAccountService {

    @Inject
    Accounts accounts;

    @Inject
    AccountRegistration registration;

    @Inject
    ExternalAccountBindings bindings;

    @Inject
    UnfitKeys unfitKeys;

    @Inject
    Clock clock;

    /**
     * The account of a key (RFC 8555 §7.3.1).
     *
     * @throws AcmeException {@code accountDoesNotExist} if the key has none at that provisioner
     */
    public Account existing(Provisioner provisioner, AccountKey key) {
        return accounts.withKey(provisioner.id(), key.thumbprint())
                .orElseThrow(() -> new AcmeException(ProblemType.ACCOUNT_DOES_NOT_EXIST.problem(
                        "This key has no account here; create one with newAccount without \"onlyReturnExisting\".")));
    }

    /**
     * A new account, or the one that the key has. Requests with one key at once end with one account; so do requests for the
     * last use of one external account key.
     *
     * @throws AcmeException {@code badPublicKey} if the key of a new account is none, or was compromised; {@code
     *     externalAccountRequired} if the provisioner wants a binding and there is none; {@code unauthorized} if there is one
     *     that is not right; {@code userActionRequired} if a new account must agree to terms of service and does not; {@code
     *     rateLimited} if that address has made too many
     * @throws org.bailiwick.hsm.TokenException if the token, which keeps the secret of the external account key, is away
     */
    public NewAccount create(Provisioner provisioner, Registration wanted) {
        Optional<NewAccount> present = present(provisioner, wanted);
        if (present.isPresent()) {
            return present.get();
        }
        unfitKeys.requireFitForAccount(wanted.key().subjectPublicKeyInfo());
        wanted.key().requireComposite();
        Applicant applicant = new Applicant(wanted.key().thumbprint(), wanted.client());
        if (wanted.binding().isPresent()) {
            // before the token is asked
            registration.count(provisioner, wanted.client());
        }
        Optional<VerifiedBinding> binding =
                wanted.binding().map(shown -> bindings.verify(provisioner.id(), shown, applicant));
        try {
            return registration
                    .register(provisioner, wanted, binding, clock.instant())
                    .map(account -> new NewAccount(account, true))
                    .or(() -> present(provisioner, wanted))
                    .orElseThrow(() -> bindings.cameTooLate(binding.orElseThrow(), applicant));
        } catch (KeyTakenException justCreated) {
            return present(provisioner, wanted).orElseThrow(() -> justCreated);
        }
    }

    private Optional<NewAccount> present(Provisioner provisioner, Registration wanted) {
        return accounts.withKey(provisioner.id(), wanted.key().thumbprint())
                .map(account -> new NewAccount(account, false));
    }
}
