/**
 * ACME accounts (RFC 8555 §7.1.2, §7.3): who asks, and the key that proves it.
 *
 * <p>The keys ({@code AccountKey}, {@code JwsAlgorithm}, {@code JwkCurve}) are plain values: JCA with Bouncy Castle, no
 * {@code jakarta}. The JWS itself, its JSON and its nonces are the web tier's matter and have no place here. RFC 7518
 * §3.1 and §6 (algorithms, key parameters), RFC 8037 (Ed25519), RFC 7638 (thumbprints).
 */
@NullMarked
package org.bailiwick.account;

import org.jspecify.annotations.NullMarked;
