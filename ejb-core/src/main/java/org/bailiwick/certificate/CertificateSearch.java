package org.bailiwick.certificate;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Which certificates are wanted; what is empty is no condition.
 *
 * @param name a name in it, as it is written there
 * @param nameContains a part of a name in it
 * @param serial hexadecimal, lower case
 * @param expiresFrom its last second of validity is then or later
 * @param expiresBefore its last second of validity is earlier
 * @param revoked whether it is revoked
 * @param registrationAuthority that relayed the request for it
 */
public record CertificateSearch(
        Optional<UUID> authority,
        Optional<ResourceId> account,
        Optional<String> name,
        Optional<String> nameContains,
        Optional<String> serial,
        Optional<Instant> expiresFrom,
        Optional<Instant> expiresBefore,
        Optional<Boolean> revoked,
        Optional<UUID> registrationAuthority) {

    /** Those that any or no registration authority relayed. */
    public CertificateSearch(
            Optional<UUID> authority,
            Optional<ResourceId> account,
            Optional<String> name,
            Optional<String> nameContains,
            Optional<String> serial,
            Optional<Instant> expiresFrom,
            Optional<Instant> expiresBefore,
            Optional<Boolean> revoked) {
        this(authority, account, name, nameContains, serial, expiresFrom, expiresBefore, revoked, Optional.empty());
    }
}
