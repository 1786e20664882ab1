package org.bailiwick.admin;

import java.util.Optional;
import java.util.UUID;

/** Who may do something: a credential of a program, or a person. */
public interface Identity {

    UUID id();

    /** For people. */
    String name();

    Role role();

    /** The one team whose things it opens; empty for all. */
    Optional<UUID> team();
}
