/**
 * The JWS that every ACME request is (RFC 8555 §6.2), parsed rather than validated: bytes become a {@code FlattenedJws},
 * its {@code ProtectedHeader}, a {@code Jwk}, and each exists only if it is well-formed. The order for a caller is
 * envelope, header, URL and nonce, key, signature ({@code JwsVerifier}), payload: what costs most comes after what
 * stops a stranger.
 *
 * <p>Plain Java and JSON-P: no JAX-RS, no EJB, no clock, no network ({@code jku} and {@code x5u} are never followed).
 * What needs memory, such as nonces and accounts, is the resources' matter. RFC 7515 (JWS), RFC 7517 and 7518 §6 (JWK),
 * RFC 8037 (Ed25519), RFC 8259 (JSON), RFC 8555 §6.1, §6.2, §6.5.
 */
@NullMarked
package org.bailiwick.web.jws;

import org.jspecify.annotations.NullMarked;
