package org.bailiwick.authority;

import java.util.Optional;

/**
 * Which authorities are looked for.
 *
 * @param name a part of their names, in lower case; empty for any
 * @param state empty for any
 * @param byName whether they come sorted by name, not the newest first
 */
public record AuthoritySearch(Optional<String> name, Optional<AuthorityState> state, boolean byName) {

    /** All of them. */
    public static final AuthoritySearch ALL = new AuthoritySearch(Optional.empty(), Optional.empty(), false);
}
