package org.bailiwick.issuance;

import java.util.Optional;
import org.bailiwick.acme.ResourceId;

/**
 * Who asked for a certificate.
 *
 * @param account empty for the server itself
 * @param order likewise
 */
record Requester(Optional<ResourceId> account, Optional<ResourceId> order) {

    /** The server, for its own TLS or an OCSP responder. */
    static final Requester SERVER = new Requester(Optional.empty(), Optional.empty());

    static Requester of(ResourceId account, ResourceId order) {
        return new Requester(Optional.of(account), Optional.of(order));
    }
}
