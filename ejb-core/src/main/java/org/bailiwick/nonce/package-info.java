/**
 * Replay protection (RFC 8555 §6.5): nonces that prove their own origin and age, and a shared set of the used ones.
 */
@NullMarked
package org.bailiwick.nonce;

import org.jspecify.annotations.NullMarked;
