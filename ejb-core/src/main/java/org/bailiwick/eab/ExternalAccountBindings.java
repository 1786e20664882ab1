package org.bailiwick.eab;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.Refusals;

/**
 * Judges what a client shows (RFC 8555 §7.3.4), in two steps: the MAC, with the token's help and outside any transaction;
 * then, in the transaction that makes the account, whether the key still has a use.
 *
 * <p>A stranger learns one thing: that it was refused. Whether there is such a key, whether it is used up, revoked or was
 * made for another algorithm, and whether the MAC alone was wrong is told to nobody. Who has shown the right MAC is told
 * the rest: that his key is suspended or has expired.
 */
@ApplicationScoped
public class ExternalAccountBindings {

    @Inject
    ExternalAccountKeys keys;

    @Inject
    Secrets secrets;

    @Inject
    Refusals refusals;

    @Inject
    Clock clock;

    /**
     * Verifies the MAC.
     *
     * @param by who wants an account; to be recorded with a refusal
     * @throws AcmeException {@code unauthorized}
     * @throws org.bailiwick.hsm.TokenException if the token cannot be asked
     */
    public VerifiedBinding verify(UUID provisioner, ExternalAccountBinding binding, Applicant by) {
        // a kid that was made up is not recorded: anybody could fill the log with them
        ExternalAccountKey key = keys.named(provisioner, binding.kid()).orElseThrow(ExternalAccountBindings::refused);
        Optional<String> fault = fault(key, binding);
        if (fault.isPresent()) {
            record(key.id(), by, fault.get());
            throw refused();
        }
        Instant now = clock.instant();
        try {
            key.requireInForce(now);
        } catch (AcmeException stopped) {
            record(key.id(), by, key.statusAt(now).name());
            throw stopped;
        }
        return new VerifiedBinding(key.id().value(), key.secretNumber(), binding.document());
    }

    /** What only the auditor is told. */
    private Optional<String> fault(ExternalAccountKey key, ExternalAccountBinding binding) {
        Optional<SealedSecret> sealed = key.secret();
        if (sealed.isEmpty()) {
            return Optional.of(key.revokedAt().isPresent() ? "REVOKED" : "USED_UP");
        }
        if (!key.macs().contains(binding.algorithm())) {
            return Optional.of("ALGORITHM_NOT_ALLOWED");
        }
        return secrets.open(key.id(), key.secretNumber(), sealed.get()).verifies(binding)
                ? Optional.empty()
                : Optional.of("WRONG_MAC");
    }

    /**
     * Locks the key of a binding, in the transaction that is to make the account. Its row must not have been read before in
     * that transaction.
     */
    public ExternalAccountKey lock(VerifiedBinding binding) {
        return keys.lock(new ResourceId(binding.key())).orElseThrow();
    }

    /**
     * Uses a key that is locked.
     *
     * @return whether it still has a use; if not, nothing has changed, and the request is to be {@link #cameTooLate refused}
     *     when its transaction is over
     */
    public boolean use(ExternalAccountKey locked, VerifiedBinding binding) {
        return locked.bind(binding.secretNumber(), clock.instant());
    }

    /** The refusal of one that was right when it was verified, and found the key used or stopped then. */
    public AcmeException cameTooLate(VerifiedBinding binding, Applicant by) {
        record(new ResourceId(binding.key()), by, "TOO_LATE");
        return refused();
    }

    /** As bounded as other refusals are (docs/adr/0026): whoever knows an id could fill the log. */
    private void record(ResourceId key, Applicant by, String why) {
        String client = by.client().getHostAddress();
        refusals.record(
                client,
                new RefusalEvent.BindingRefused(key.toString(), client, by.key().value(), why));
    }

    /**
     * Who wants an account.
     *
     * @param key the thumbprint of the account's key
     * @param client the address that the request came from
     */
    public record Applicant(JwkThumbprint key, InetAddress client) {}

    private static AcmeException refused() {
        return new AcmeException(
                ProblemType.UNAUTHORIZED.problem(
                        "The external account binding is refused: here is no such key, or it has been used, or another secret made the MAC. Check key id and secret, as you were given them for this directory; a key that was used before must be given a new secret by whoever gave it to you."));
    }
}
