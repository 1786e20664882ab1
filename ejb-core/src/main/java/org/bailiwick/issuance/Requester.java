package org.bailiwick.issuance;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Who asked for a certificate: an account by an order, an administrator by a manual request, a registration authority by a
 * relayed one, or the server for its own TLS or an OCSP responder, and then all are empty.
 *
 * @param account whose order it is
 * @param order the order
 * @param manualRequest the manual request
 * @param relayedRequest what a registration authority asked by
 * @param registrationAuthority which one relays it; empty if it asks for its own certificate
 */
record Requester(
        Optional<ResourceId> account,
        Optional<ResourceId> order,
        Optional<UUID> manualRequest,
        Optional<UUID> relayedRequest,
        Optional<UUID> registrationAuthority) {

    static final Requester SERVER =
            new Requester(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static Requester of(ResourceId account, ResourceId order) {
        return new Requester(
                Optional.of(account), Optional.of(order), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Requester ofManual(UUID request) {
        return new Requester(
                Optional.empty(), Optional.empty(), Optional.of(request), Optional.empty(), Optional.empty());
    }

    static Requester ofRelayed(UUID request, UUID registrationAuthority) {
        return new Requester(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(request),
                Optional.of(registrationAuthority));
    }

    /** A registration authority for its own certificate. */
    static Requester ofRegistrationAuthority(UUID request) {
        return new Requester(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(request), Optional.empty());
    }

    /** Whether it is the server, which has another key after an interruption. */
    boolean isServer() {
        return equals(SERVER);
    }
}
