package org.bailiwick.ra;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.certificate.PendingCertificate;
import org.hibernate.exception.ConstraintViolationException;

/** What registration authorities asked for. */
@ApplicationScoped
public class RelayedRequests {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Adds one, at once: the journal's line refers to it.
     *
     * @throws AcmeException {@code serverInternal} if another node has just begun the same
     */
    public void addNew(RelayedRequest request) {
        try {
            entityManager.persist(request);
            entityManager.flush();
        } catch (ConstraintViolationException justBegun) {
            throw new AcmeException(ProblemType.SERVER_INTERNAL.problem(
                    "A request of this order or transaction has just begun; ask again in a few seconds."));
        }
    }

    public Optional<RelayedRequest> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(RelayedRequest.class, id));
    }

    /** Locks a request's row until the transaction ends. */
    public Optional<RelayedRequest> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(RelayedRequest.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The same for what its certificate is awaited by; with it the row of its registration authority, if it is that one's own. */
    public Optional<PendingCertificate> lockPending(UUID id) {
        return lock(id).map(request -> request.kind() == RelayedRequest.Kind.RELAYED
                ? request
                : new OwnCertificate(request, lockRegistrationAuthority(request.registrationAuthority())));
    }

    /** The request that a registration authority has given an order's number to. */
    public Optional<RelayedRequest> ofOrder(UUID registrationAuthority, UUID order) {
        return entityManager
                .createQuery(
                        """
                        select r from RelayedRequest r
                        where r.registrationAuthority = :registrationAuthority and r.order = :order""",
                        RelayedRequest.class)
                .setParameter("registrationAuthority", registrationAuthority)
                .setParameter("order", order)
                .getResultStream()
                .findFirst();
    }

    /** The request that came first by a transaction. */
    public Optional<RelayedRequest> ofTransaction(UUID registrationAuthority, String transaction) {
        return entityManager
                .createQuery(
                        """
                        select r from RelayedRequest r
                        where r.registrationAuthority = :registrationAuthority and r.transaction = :transaction""",
                        RelayedRequest.class)
                .setParameter("registrationAuthority", registrationAuthority)
                .setParameter("transaction", transaction)
                .getResultStream()
                .findFirst();
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     * @param registrationAuthority only this one's; empty for all
     */
    public Page<RelayedRequest> page(Optional<UUID> team, Optional<UUID> registrationAuthority, PageRequest request) {
        return PagedQuery.of(
                        RelayedRequest.class,
                        """
                        from RelayedRequest x join RegistrationAuthority r on r.id = x.registrationAuthority
                        join Authority a on a.id = r.authority where 1 = 1""")
                .and("a.team = :team", "team", team)
                .and("r.id = :registrationAuthority", "registrationAuthority", registrationAuthority)
                .page(entityManager, request, RelayedRequest::id);
    }

    /**
     * Requests whose certificates nobody has confirmed for so long that nobody will.
     *
     * @param since they were made and delivered before
     * @param most at most that many
     */
    public List<UUID> unconfirmed(Instant since, int most) {
        return entityManager
                .createQuery(
                        """
                        select r.id from RelayedRequest r join Certificate c on c.id = r.certificate
                        where r.awaitsConfirmation = true and r.createdAt < :since and c.issuedAt < :since
                        and (r.deliveredAt is null or r.deliveredAt < :since) order by r.id""",
                        UUID.class)
                .setParameter("since", since)
                .setMaxResults(most)
                .getResultList();
    }

    /** The registration authority of an id that was read before. */
    public RegistrationAuthority registrationAuthority(UUID id) {
        return entityManager.find(RegistrationAuthority.class, id);
    }

    /** The registration authority of an id that was read before, its row locked until the transaction ends. */
    public RegistrationAuthority lockRegistrationAuthority(UUID id) {
        return entityManager.find(RegistrationAuthority.class, id, LockModeType.PESSIMISTIC_WRITE);
    }
}
