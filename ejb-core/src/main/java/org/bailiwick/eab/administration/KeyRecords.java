package org.bailiwick.eab.administration;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.authorization.AccountEnding;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.eab.ReferenceTakenException;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.policy.document.PolicyDocument;

/** The transactions that store secrets, which were encrypted before: a token that hangs holds no connection. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class KeyRecords {

    /** How many references one query asks for. */
    private static final int STRETCH = 1_000;

    @Inject
    ExternalAccountKeys keys;

    @Inject
    KeyQueries queries;

    @Inject
    AccountEnding ending;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Adds new keys, all or none.
     *
     * @throws ReferenceTakenException if the provisioner has a key with a reference of one
     */
    public void add(List<ExternalAccountKey> fresh, UUID administrator) {
        keys.add(fresh);
        fresh.forEach(key -> audit.record(created(key, administrator)));
    }

    private static ExternalAccountKeyEvent created(ExternalAccountKey key, UUID administrator) {
        return new ExternalAccountKeyEvent.Created(
                administrator,
                key.id().toString(),
                key.provisioner().id(),
                key.reference(),
                key.owner().orElse(null),
                key.remainingUses(),
                key.macs().stream().sorted().map(MacAlgorithm::name).toList(),
                key.profiles(),
                key.policy().map(PolicyDocument::write).orElse(null),
                key.expiresAt().orElse(null));
    }

    /** Which of some references a provisioner has keys for. */
    public Set<String> taken(UUID provisioner, List<String> references) {
        Set<String> taken = new HashSet<>();
        for (int from = 0; from < references.size(); from += STRETCH) {
            Collection<String> some = references.subList(from, Math.min(from + STRETCH, references.size()));
            taken.addAll(keys.taken(provisioner, some));
        }
        return taken;
    }

    /**
     * Gives a key its new secret.
     *
     * @return empty if it may not have it: then nothing has changed
     */
    public Optional<ExternalAccountKey> rebind(Rebinding wanted, UUID administrator) {
        ExternalAccountKey key = keys.lock(wanted.key()).orElseThrow();
        if (!key.rebind(wanted.secretNumber(), wanted.sealed(), wanted.uses(), clock.instant())) {
            return Optional.empty();
        }
        List<ResourceId> bound = wanted.deactivate() ? queries.validAccountsOf(key, Integer.MAX_VALUE) : List.of();
        bound.forEach(account -> ending.end(
                account,
                new AdministrationEvent.AccountEnded(
                        administrator, account.toString(), wanted.key().toString())));
        audit.record(new ExternalAccountKeyEvent.SecretReplaced(
                administrator, wanted.key().toString(), wanted.uses(), bound.size()));
        return Optional.of(key);
    }

    /** Has a secret encrypted anew; {@code false} if the key has another one, or none, by now. */
    public boolean reseal(ResourceId id, int secretNumber, SealedSecret sealed) {
        return keys.lock(id).filter(key -> key.reseal(secretNumber, sealed)).isPresent();
    }

    /** Tells that secrets were encrypted anew. */
    public void recordRewrapped(UUID administrator, String tokenKey, int count, long unreadable) {
        audit.record(new ExternalAccountKeyEvent.SecretsRewrapped(administrator, tokenKey, count, unreadable));
    }

    /**
     * A new secret for a key.
     *
     * @param key which
     * @param secretNumber of the secret that it has
     * @param sealed the new one
     * @param uses how many accounts that is for
     * @param deactivate whether the accounts that were bound before are deactivated
     */
    public record Rebinding(ResourceId key, int secretNumber, SealedSecret sealed, int uses, boolean deactivate) {}
}
