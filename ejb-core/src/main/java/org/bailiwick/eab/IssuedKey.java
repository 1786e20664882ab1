package org.bailiwick.eab;

/**
 * A key with its secret, which is shown to who asked for it and kept by nobody.
 *
 * @param key the key
 * @param secret its secret
 */
public record IssuedKey(ExternalAccountKey key, ExternalAccountSecret secret) {}
