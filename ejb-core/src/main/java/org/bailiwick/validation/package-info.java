/**
 * Proves control of an identifier over the network: one class per challenge type (RFC 8555 §8), and what they share —
 * where we may connect, how names are resolved, how long it may take, and a trace of what happened.
 *
 * <p>Plain Java: no {@code jakarta}, no Hibernate, no Bouncy Castle, no entity, no transaction. A validator takes values
 * and returns a value; when to try again is the caller's decision (RFC 8555 §8.2).
 *
 * <p>A validator connects where strangers tell it to. So every address is judged by {@link
 * org.bailiwick.validation.ValidationTargets} after resolution and at every redirect, the connection goes to the very
 * address that was judged, and everything read is bounded in bytes and in time. The problem that a client gets does not
 * tell a closed port from a filtered one or a refused target; the {@link org.bailiwick.validation.ValidationTrace} does,
 * and whoever shows it decides to whom.
 *
 * <p>RFC 8555 §8 (key authorizations, retries, http-01, dns-01), RFC 8737 (tls-alpn-01), RFC 8738 (IP addresses), RFC
 * 6761 §6.3 (localhost), RFC 9110 and 9112 (HTTP), RFC 3986 (URLs).
 */
@NullMarked
package org.bailiwick.validation;

import org.jspecify.annotations.NullMarked;
