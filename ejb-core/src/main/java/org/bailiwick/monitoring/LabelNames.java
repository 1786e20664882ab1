package org.bailiwick.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.order.Order;
import org.jspecify.annotations.Nullable;

/** What labels call the things that audit events have the ids of. */
@ApplicationScoped
class LabelNames {

    /** What has no name that could be found. */
    static final String NONE = "none";

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Authorities authorities;

    /** An authority never changes its name. */
    private final Map<UUID, String> authorityOf = new ConcurrentHashMap<>();

    /** The name of an issuer's authority. */
    String authority(UUID issuer) {
        String known = authorityOf.get(issuer);
        if (known != null) {
            return known;
        }
        String found = authorities
                .issuer(issuer)
                .map(Issuer::authority)
                .flatMap(authorities::withId)
                .map(Authority::name)
                .orElse(NONE);
        authorityOf.put(issuer, found);
        return found;
    }

    /**
     * The profile of an order, which the transaction that issues its certificate has read and locked already: no statement.
     *
     * @param order null for the server's own certificate, which has none
     */
    String profile(@Nullable String order) {
        return ResourceId.parse(order == null ? "" : order)
                .map(id -> entityManager.find(Order.class, id.value()))
                .map(Order::profile)
                .orElse(NONE);
    }
}
