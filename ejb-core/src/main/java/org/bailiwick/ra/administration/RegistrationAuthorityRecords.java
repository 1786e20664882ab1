package org.bailiwick.ra.administration;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.RegistrationAuthorityEvent;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.ra.RegistrationAuthorities;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RegistrationAuthoritySearch;
import org.bailiwick.ra.RelayedRequest;
import org.bailiwick.ra.RelayedRequests;

/** The transactions that change registration authorities; secrets were encrypted before: a token that hangs holds no connection. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class RegistrationAuthorityRecords {

    private static final String THING = "registration authority";

    @Inject
    RegistrationAuthorities registrationAuthorities;

    @Inject
    RelayedRequests requests;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Adds a new one.
     *
     * @throws AdminException {@code CONFLICT} if its authority has one of that name
     */
    public void add(RegistrationAuthority fresh, UUID administrator) {
        registrationAuthorities.addNew(fresh);
        audit.record(new RegistrationAuthorityEvent.Created(
                administrator,
                fresh.id(),
                fresh.authority(),
                fresh.provisioner().id(),
                fresh.name(),
                fresh.rate().orElse(null),
                fresh.secretExpiresAt()));
    }

    /**
     * Gives one another secret.
     *
     * @param number of the secret that it has, as it was read
     * @throws AdminException {@code CONFLICT} if somebody else did so since
     */
    public RegistrationAuthority giveSecret(
            UUID id, int number, SealedSecret sealed, Instant expires, UUID administrator) {
        RegistrationAuthority found = lock(id);
        if (!found.giveSecret(number, sealed, expires)) {
            throw AdminException.conflict(
                    "Somebody else has just made a secret for this registration authority. Look at it again.");
        }
        registrationAuthorities.flush();
        audit.record(new RegistrationAuthorityEvent.SecretMade(administrator, id, expires));
        return found;
    }

    /**
     * Permits another number of requests in a minute.
     *
     * @throws AdminException {@code STALE}
     */
    public RegistrationAuthority limit(UUID id, long version, Optional<Integer> rate, UUID administrator) {
        RegistrationAuthority found = lock(id);
        if (found.version() != version) {
            throw AdminException.stale(THING);
        }
        Optional<Integer> before = found.rate();
        if (!before.equals(rate)) {
            found.limit(rate);
            registrationAuthorities.flush();
            audit.record(
                    new RegistrationAuthorityEvent.Limited(administrator, id, before.orElse(null), rate.orElse(null)));
        }
        return found;
    }

    /** Suspends one, or resumes it. Repeating it changes nothing. */
    public RegistrationAuthority suspend(UUID id, boolean suspended, UUID administrator) {
        RegistrationAuthority found = lock(id);
        if (suspended ? found.suspend(clock.instant()) : found.resume()) {
            registrationAuthorities.flush();
            audit.record(new RegistrationAuthorityEvent.Switched(administrator, id, suspended));
        }
        return found;
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Page<RegistrationAuthority> page(
            Optional<UUID> team, RegistrationAuthoritySearch search, PageRequest request) {
        return registrationAuthorities.page(team, search, request, clock.instant());
    }

    /**
     * A part of what they asked for.
     *
     * @param team only this one's; empty for all
     * @param registrationAuthority only this one's; empty for all
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Page<RelayedRequest> requests(
            Optional<UUID> team, Optional<UUID> registrationAuthority, PageRequest request) {
        return requests.page(team, registrationAuthority, request);
    }

    /**
     * One thing that one asked for.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public RelayedRequest request(UUID id) {
        return requests.withId(id).orElseThrow(() -> AdminException.unknown("relayed request"));
    }

    private RegistrationAuthority lock(UUID id) {
        return registrationAuthorities.lock(id).orElseThrow(() -> AdminException.unknown(THING));
    }
}
