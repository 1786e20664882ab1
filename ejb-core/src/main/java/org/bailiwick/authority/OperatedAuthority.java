package org.bailiwick.authority;

import java.util.List;
import java.util.Optional;

/**
 * An authority as its team sees it.
 *
 * @param issuers the newest first
 * @param request for a certificate that it waits for
 */
public record OperatedAuthority(Authority authority, List<Issuer> issuers, Optional<IssuerRequest> request) {

    public OperatedAuthority {
        issuers = List.copyOf(issuers);
    }

    /** Whether it can issue. */
    public boolean active() {
        return issuers.stream().anyMatch(Issuer::active);
    }

    /** How it stands. */
    public AuthorityState state() {
        if (active()) {
            return AuthorityState.ACTIVE;
        }
        boolean waits = request.isPresent() || authority.upstream() && issuers.isEmpty();
        return waits ? AuthorityState.PENDING : AuthorityState.RETIRED;
    }
}
