package org.bailiwick.ra;

import java.util.Optional;
import java.util.UUID;

/**
 * Which registration authorities are looked for; what is empty is no condition.
 *
 * @param authority whose they are
 * @param name a part of their names, in lower case
 * @param status what they are at the moment
 */
public record RegistrationAuthoritySearch(
        Optional<UUID> authority, Optional<String> name, Optional<RegistrationAuthorityStatus> status) {

    /** Those of all authorities, or of one. */
    public static RegistrationAuthoritySearch of(Optional<UUID> authority) {
        return new RegistrationAuthoritySearch(authority, Optional.empty(), Optional.empty());
    }

    /** {@link RegistrationAuthority#statusAt} put into a condition on {@code x} and {@code :now}. */
    String statusCondition() {
        String outside = "x.suspendedAt is null and x.certificate is null and x.createdAt <= :now";
        return switch (status.orElse(RegistrationAuthorityStatus.ENROLLED)) {
            case SUSPENDED -> "x.suspendedAt <= :now";
            case ENROLLED -> "x.suspendedAt is null and x.certificate is not null and x.createdAt <= :now";
            case WAITING -> outside + " and x.secretExpiresAt > :now";
            case LAPSED -> outside + " and x.secretExpiresAt <= :now";
        };
    }
}
