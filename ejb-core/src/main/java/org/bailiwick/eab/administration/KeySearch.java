package org.bailiwick.eab.administration;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.eab.ExternalAccountKeyStatus;

/**
 * Which keys are looked for.
 *
 * @param provisioner only this one's
 * @param text only those whose reference or owner has it in it, in whatever case
 * @param status only those that are in this state now
 */
public record KeySearch(Optional<UUID> provisioner, Optional<String> text, Optional<ExternalAccountKeyStatus> status) {

    /** All of them. */
    public static final KeySearch ALL = new KeySearch(Optional.empty(), Optional.empty(), Optional.empty());

    /** For {@code like}, with {@code !} as the escape: what is looked for is no pattern. */
    Optional<String> pattern() {
        return text.map(String::strip)
                .filter(some -> !some.isEmpty())
                .map(some -> PagedQuery.containing(some.toLowerCase(Locale.ROOT)));
    }

    /** {@link org.bailiwick.eab.ExternalAccountKey#statusAt} put into a condition on {@code x} and {@code :now}. */
    String statusCondition() {
        String open = "x.revokedAt is null and (x.expiresAt is null or x.expiresAt > :now)";
        return switch (status.orElse(ExternalAccountKeyStatus.UNBOUND)) {
            case REVOKED -> "x.revokedAt <= :now";
            case EXPIRED -> "x.revokedAt is null and x.expiresAt <= :now";
            case SUSPENDED -> open + " and x.suspendedAt is not null";
            case BOUND -> open + " and x.suspendedAt is null and x.boundAt is not null";
            case UNBOUND -> open + " and x.suspendedAt is null and x.boundAt is null";
        };
    }
}
