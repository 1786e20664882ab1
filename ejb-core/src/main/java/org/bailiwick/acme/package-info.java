/**
 * The words of RFC 8555 (ACME) and RFC 8738 (IP identifiers) as values that cannot be invalid: identifiers and the other
 * names of a certificate, challenge types, tokens, key authorizations, problems.
 *
 * <p>Plain Java: no {@code jakarta}, no Bouncy Castle, no I/O, no clock. Nothing here knows HTTP; the status of a
 * problem is the web tier's matter. RFC 8555 §6.7 (problems), §7.1.3 and §9.7.7 (identifiers), §8.1 (key
 * authorizations), RFC 7638 (JWK thumbprints), RFC 5890–5892 and 3492 (A-labels), RFC 5952 and 8738 (addresses),
 * RFC 5280 §4.2.1.6 (the kinds of names), RFC 5321 and 3986 (e-mail addresses and URIs).
 */
@NullMarked
package org.bailiwick.acme;

import org.jspecify.annotations.NullMarked;
