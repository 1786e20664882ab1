/**
 * How registration authorities are answered (RFC 9810, RFC 9483): who sent a message, whether it comes in its order, what it asks
 * for, and the answer. A message that cannot be proven to be of a registration authority is answered without protection, and
 * nothing is written. What issues is {@code issuance}, what revokes {@code revocation}; messages are read and written by {@code
 * cmp}.
 */
@NullMarked
package org.bailiwick.ra.exchange;

import org.jspecify.annotations.NullMarked;
