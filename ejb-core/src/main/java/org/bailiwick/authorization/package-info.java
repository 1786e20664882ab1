/**
 * ACME authorizations and challenges (RFC 8555 §7.1.4, §7.1.5, §7.5, §8). Both hold facts; their status is derived.
 *
 * <p>How control of a name is proven over the network is {@code validation}; here is what becomes of the result.
 */
@NullMarked
package org.bailiwick.authorization;

import org.jspecify.annotations.NullMarked;
