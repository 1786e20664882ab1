package org.bailiwick.monitoring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.CertificateEvent.RequestedBy;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.order.Order;
import org.bailiwick.ra.RelayedRequest;

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
     * The profile of what a certificate was asked for by, which the transaction that issues it has read and locked already:
     * no statement. The server's own certificates have none.
     */
    String profile(RequestedBy requestedBy) {
        if (requestedBy.manualRequest() != null) {
            return Optional.ofNullable(entityManager.find(ManualRequest.class, requestedBy.manualRequest()))
                    .map(ManualRequest::profile)
                    .orElse(NONE);
        }
        if (requestedBy.relayedRequest() != null) {
            return Optional.ofNullable(entityManager.find(RelayedRequest.class, requestedBy.relayedRequest()))
                    .flatMap(RelayedRequest::profile)
                    .orElse(NONE);
        }
        return ResourceId.parse(requestedBy.order() == null ? "" : requestedBy.order())
                .map(id -> entityManager.find(Order.class, id.value()))
                .map(Order::profile)
                .orElse(NONE);
    }
}
