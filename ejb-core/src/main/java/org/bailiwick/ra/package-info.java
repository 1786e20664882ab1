/**
 * Registration authorities (RFC 9810 §3.1.1.3): deployments elsewhere that validate close to their clients and relay requests
 * to an authority here. Who they are, and what they asked for. How they are answered is {@code ra.exchange}, how a
 * certificate comes to be is {@code issuance}.
 */
@NullMarked
package org.bailiwick.ra;

import org.jspecify.annotations.NullMarked;
