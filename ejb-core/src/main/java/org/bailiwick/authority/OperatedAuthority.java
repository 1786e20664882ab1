package org.bailiwick.authority;

import java.util.List;

/**
 * An authority as its team sees it.
 *
 * @param issuers the newest first
 */
public record OperatedAuthority(Authority authority, List<Issuer> issuers) {

    public OperatedAuthority {
        issuers = List.copyOf(issuers);
    }
}
