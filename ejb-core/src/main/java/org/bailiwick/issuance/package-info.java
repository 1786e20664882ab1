/**
 * The finalize use case (RFC 8555 §7.4), crash-safe: journal, sign, complete. The only package that needs orders and
 * {@code ca} together. {@code docs/issuance-cycle.md} tells the steps.
 */
@NullMarked
package org.bailiwick.issuance;

import org.jspecify.annotations.NullMarked;
