/**
 * ACME orders (RFC 8555 §7.1.3, §7.1.6, §7.4). An order holds facts; its status is derived from them.
 * Of {@code ca} it knows profiles, as values; nothing is built or signed here.
 */
@NullMarked
package org.bailiwick.order;

import org.jspecify.annotations.NullMarked;
