package org.bailiwick.authority;

import java.util.Optional;

/**
 * Which authorities are looked for.
 *
 * @param name a part of their names, in lower case; empty for any
 * @param state empty for any
 */
public record AuthoritySearch(Optional<String> name, Optional<AuthorityState> state) {

    /** All of them. */
    public static final AuthoritySearch ALL = new AuthoritySearch(Optional.empty(), Optional.empty());
}
