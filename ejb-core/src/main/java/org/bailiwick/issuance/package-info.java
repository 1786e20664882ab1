/**
 * How certificates come to be, crash-safe: journal, sign, complete. That is the finalize use case (RFC 8555 §7.4), what
 * administrators ask for by manual requests, and what registration authorities relay. The only package that needs orders and {@code ca} together. {@code
 * docs/issuance-cycle.md} tells the steps.
 */
@NullMarked
package org.bailiwick.issuance;

import org.jspecify.annotations.NullMarked;
