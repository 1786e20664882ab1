package org.bailiwick.authority;

import java.util.UUID;

/**
 * The key of an active issuer.
 *
 * @param issuer whose it is
 * @param authority the name of its authority
 * @param key where it is
 */
record IssuingKey(UUID issuer, String authority, CaKey key) {}
