package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a registration authority asked for a certificate by, and what it said of it.
 *
 * @param request its id
 * @param registrationAuthority the id of who asked
 * @param name of that, in URLs
 * @param own whether it is that one's own certificate
 * @param profile null if it is
 * @param order the registration authority's own name for it; null if it gave none
 * @param transaction RFC 9810 §5.1.1, hexadecimal
 * @param evidence JSON: what it said of how the names were validated, as it said it; null if it said nothing
 */
public record RelayDetails(
        UUID request,
        UUID registrationAuthority,
        String name,
        boolean own,
        @Nullable String profile,
        Instant askedAt,
        @Nullable UUID order,
        String transaction,
        @Nullable String evidence)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static RelayDetails of(RelayedRequest request, RegistrationAuthority by) {
        return new RelayDetails(
                request.id(),
                by.id(),
                by.name(),
                request.kind() != RelayedRequest.Kind.RELAYED,
                request.profile().orElse(null),
                request.createdAt(),
                request.order().orElse(null),
                request.transaction(),
                request.evidence().orElse(null));
    }
}
