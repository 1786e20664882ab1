package org.bailiwick.revocation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.Issuer;

/**
 * The next CRL of an issuer, as it is planned.
 *
 * @param number greater than the last one's; if another node publishes one first, this one is forgotten
 * @param now the moment of planning
 * @param scheduledAt that moment if it comes by schedule, else that of the last one which did
 * @param thisUpdate what it will say (RFC 5280 §5.1.2.4)
 * @param nextUpdate likewise (§5.1.2.5)
 * @param endedBefore certificates whose validity was over before this are left out: another CRL listed them after their end
 * @param unlisted the certificates of which it will be the first to say that they are revoked
 */
record Edition(
        Issuer issuer,
        long number,
        Instant now,
        Instant scheduledAt,
        Instant thisUpdate,
        Instant nextUpdate,
        Instant endedBefore,
        List<UUID> unlisted) {

    Edition {
        unlisted = List.copyOf(unlisted);
    }
}
