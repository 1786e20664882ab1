package org.bailiwick.statistics;

import java.time.Instant;
import org.bailiwick.eab.ExternalAccountKey;
import org.jspecify.annotations.Nullable;

/**
 * An external account key that could still be used, and never was.
 *
 * @param provisioner the name of its provisioner
 * @param expiresAt null if it does not
 */
public record UnboundKey(
        String id,
        String reference,
        @Nullable String owner,
        String provisioner,
        Instant createdAt,
        @Nullable Instant expiresAt) {

    static UnboundKey of(ExternalAccountKey key) {
        return new UnboundKey(
                key.id().toString(),
                key.reference(),
                key.owner().orElse(null),
                key.provisioner().name(),
                key.createdAt(),
                key.expiresAt().orElse(null));
    }
}
