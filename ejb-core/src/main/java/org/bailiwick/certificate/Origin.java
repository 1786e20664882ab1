package org.bailiwick.certificate;

import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Where a certificate comes from.
 *
 * @param authority whose it is
 * @param issuer which of the authority's keys signed it
 * @param account who ordered it; empty if no account did
 * @param order by what; empty if by no order
 * @param manualRequest by what an administrator asked for it; empty if none did
 * @param relayedRequest by what a registration authority asked for it; empty if none did
 * @param registrationAuthority which one relayed it; empty if none did, also if it is a registration authority's own
 * @param replaces the certificate that its order said it replaces (RFC 9773 §5)
 */
public record Origin(
        UUID authority,
        UUID issuer,
        Optional<ResourceId> account,
        Optional<ResourceId> order,
        Optional<UUID> manualRequest,
        Optional<UUID> relayedRequest,
        Optional<UUID> registrationAuthority,
        Optional<ResourceId> replaces) {

    /** One with which no registration authority has to do. */
    public Origin(
            UUID authority,
            UUID issuer,
            Optional<ResourceId> account,
            Optional<ResourceId> order,
            Optional<UUID> manualRequest,
            Optional<ResourceId> replaces) {
        this(authority, issuer, account, order, manualRequest, Optional.empty(), Optional.empty(), replaces);
    }
}
