package org.bailiwick.ra.administration;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.ra.RegistrationAuthority;
import org.jspecify.annotations.Nullable;

/**
 * A registration authority, as its CA's administrators look at it.
 *
 * @param version to be given back by who changes it
 * @param authority the id of its authority
 * @param authorityName in URLs
 * @param provisioner the id of what says what it may relay
 * @param provisionerName in URLs
 * @param url where its messages go
 * @param status the word of its state
 * @param rate how many requests in a minute; null for as many as come
 * @param suspendedAt null if it is not
 * @param secretExpiresAt when the secret that it was given last is of no use any more
 * @param enrolledAt when it enrolled by that; null if it has not
 * @param certificate the id of its own certificate; null before it has one
 * @param certificateSerial of that, hexadecimal
 * @param certificateEndsAt the last second of its validity
 * @param certificateRevoked whether it is revoked
 * @param certificateEnded whether its validity is over
 * @param lastSeenAt to the minute; null if it never was
 */
public record RegistrationAuthorityOverview(
        UUID id,
        long version,
        String name,
        UUID authority,
        String authorityName,
        UUID provisioner,
        String provisionerName,
        String url,
        String status,
        @Nullable Integer rate,
        Instant createdAt,
        @Nullable Instant suspendedAt,
        Instant secretExpiresAt,
        @Nullable Instant enrolledAt,
        @Nullable String certificate,
        @Nullable String certificateSerial,
        @Nullable Instant certificateEndsAt,
        boolean certificateRevoked,
        boolean certificateEnded,
        @Nullable Instant lastSeenAt)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static RegistrationAuthorityOverview of(
            RegistrationAuthority found, @Nullable Certificate certificate, String serverUrl, Instant now) {
        String authority = found.provisioner().authority().name();
        return new RegistrationAuthorityOverview(
                found.id(),
                found.version(),
                found.name(),
                found.authority(),
                authority,
                found.provisioner().id(),
                found.provisioner().name(),
                "%s/cmp/%s/%s".formatted(serverUrl, authority, found.name()),
                found.statusAt(now).word(),
                found.rate().orElse(null),
                found.createdAt(),
                found.suspendedAt().orElse(null),
                found.secretExpiresAt(),
                found.enrolledAt().orElse(null),
                certificate == null ? null : certificate.id().toString(),
                certificate == null ? null : certificate.serial(),
                certificate == null ? null : certificate.notAfter(),
                certificate != null && certificate.revoked(),
                certificate != null && now.isAfter(certificate.notAfter()),
                found.lastSeenAt().orElse(null));
    }

    /** How its state looks: good, neutral, warning or bad. */
    public String tone() {
        return switch (status) {
            case "enrolled" -> certificateRevoked || certificateEnded ? "bad" : "good";
            case "waiting" -> "neutral";
            case "suspended" -> "warning";
            default -> "bad";
        };
    }
}
