/**
 * Authorities and their issuers (RFC 5280 §3.2): who issues, under which policy, with which key.
 *
 * <p>Keys themselves are in the token ({@code org.bailiwick.hsm}); how a certificate is built is {@code ca}.
 */
@NullMarked
package org.bailiwick.authority;

import org.jspecify.annotations.NullMarked;
