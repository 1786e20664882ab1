package org.bailiwick.manual;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;

/** All manual requests. */
@ApplicationScoped
public class ManualRequests {

    @PersistenceContext
    EntityManager entityManager;

    /** Adds one, at once: the journal's line refers to it. */
    public void add(ManualRequest request) {
        entityManager.persist(request);
        entityManager.flush();
    }

    public Optional<ManualRequest> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(ManualRequest.class, id));
    }

    /** Locks a request's row until the transaction ends. */
    public Optional<ManualRequest> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(ManualRequest.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     * @param provisioner only those submitted there; empty for all
     * @param administrator only his; empty for all
     */
    public Page<ManualRequest> page(
            Optional<UUID> team, Optional<UUID> provisioner, Optional<UUID> administrator, PageRequest request) {
        return PagedQuery.of(
                        ManualRequest.class,
                        "from ManualRequest x join Provisioner p on p.id = x.provisioner where 1 = 1")
                .and("p.authority.team = :team", "team", team)
                .and("x.provisioner = :provisioner", "provisioner", provisioner)
                .and("x.administrator = :administrator", "administrator", administrator)
                .page(entityManager, request, ManualRequest::id);
    }
}
