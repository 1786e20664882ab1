package org.bailiwick.ra.administration;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.hash.Sha256;
import org.bailiwick.ra.RelayedRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a registration authority asked for, and what it said of it.
 *
 * @param registrationAuthority the id of who asked
 * @param kind {@code relayed}, {@code enrolment} or {@code renewal}
 * @param status its word
 * @param transaction RFC 9810 §5.1.1, hexadecimal
 * @param order its own name for it; null if it gave none
 * @param profile null for its own certificate
 * @param keySha256 of the key to be certified, hexadecimal
 * @param certificate the id of what it led to; null if there is nothing (yet)
 * @param problem why it ended without one; null if it did not
 * @param awaitsConfirmation whether it is still to say that the certificate is accepted
 * @param messageSha256 of the message as it was protected, hexadecimal
 * @param evidence JSON: what the message says of how the names were validated; null if it says nothing
 */
public record RelayedRequestOverview(
        UUID id,
        UUID registrationAuthority,
        String kind,
        String status,
        String transaction,
        @Nullable UUID order,
        @Nullable String profile,
        List<String> names,
        String keySha256,
        Instant createdAt,
        @Nullable String certificate,
        @Nullable String problem,
        boolean awaitsConfirmation,
        String messageSha256,
        @Nullable String evidence)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public RelayedRequestOverview {
        names = List.copyOf(names);
    }

    static RelayedRequestOverview of(RelayedRequest request) {
        return new RelayedRequestOverview(
                request.id(),
                request.registrationAuthority(),
                request.kind().word(),
                request.status().word(),
                request.transaction(),
                request.order().orElse(null),
                request.profile().orElse(null),
                request.names(),
                request.key().value(),
                request.createdAt(),
                request.certificate().map(ResourceId::toString).orElse(null),
                request.problem().map(Problem::detail).orElse(null),
                request.awaitsConfirmation(),
                Sha256.hexadecimal(request.message()),
                request.evidence().orElse(null));
    }
}
