package org.bailiwick.eab.administration;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.MacAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * A key as a page shows it, without its secret.
 *
 * @param id the {@code kid} that its client has
 * @param version to be given back by who changes it
 * @param place authority and name of its provisioner
 * @param owner empty if nobody is named
 * @param note empty for none
 * @param state its word
 * @param profiles none for all
 * @param governed whether it has a policy of its own
 * @param expiresAt null for never
 * @param suspendedAt null if it is not
 * @param revokedAt null if it is not
 * @param boundAt when an account was last bound to it; null if none was
 * @param lastUsedAt when an account that is bound to it ordered last; null if none did, or that was deleted since
 */
public record KeyOverview(
        String id,
        long version,
        UUID provisioner,
        String place,
        String reference,
        String owner,
        String note,
        String state,
        int remainingUses,
        List<String> macs,
        List<String> profiles,
        boolean governed,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant suspendedAt,
        @Nullable Instant revokedAt,
        @Nullable Instant boundAt,
        @Nullable Instant lastUsedAt)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public KeyOverview {
        macs = List.copyOf(macs);
        profiles = List.copyOf(profiles);
    }

    /** Whether it is ended for good. */
    public boolean revoked() {
        return revokedAt != null;
    }

    /** Whether somebody has stopped it. */
    public boolean suspended() {
        return suspendedAt != null;
    }

    static KeyOverview of(ExternalAccountKey key, @Nullable Instant lastUsedAt, Instant now) {
        return new KeyOverview(
                key.id().toString(),
                key.version(),
                key.provisioner().id(),
                key.provisioner().place(),
                key.reference(),
                key.owner().orElse(""),
                key.note().orElse(""),
                key.statusAt(now).name().toLowerCase(Locale.ROOT),
                key.remainingUses(),
                key.macs().stream().sorted().map(MacAlgorithm::name).toList(),
                key.profiles(),
                key.policy().isPresent(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.suspendedAt().orElse(null),
                key.revokedAt().orElse(null),
                key.boundAt().orElse(null),
                lastUsedAt);
    }
}
