package org.bailiwick.config;

/** What a server is for. */
public enum Mode {
    /** Real use. Refuses every switch that is there for tests. */
    PRODUCTION,
    /** A first look and tests on one machine: may validate names on loopback, on odd ports, with a resolver on loopback. */
    QUICKSTART
}
