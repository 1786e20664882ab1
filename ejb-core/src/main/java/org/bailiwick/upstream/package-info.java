/**
 * The other CA of an upstream authority, which makes its certificates: this server is a registration authority (RA) of that
 * CA. Here is the border: what the RA asks for and what may come of it ({@link org.bailiwick.upstream.Upstream}), in no
 * protocol's words; who the other CA is, and how the RA gets and renews its own certificate. {@code upstream.outbox} has what
 * is asked for orders, {@code upstream.cmp} speaks CMP.
 */
@NullMarked
package org.bailiwick.upstream;

import org.jspecify.annotations.NullMarked;
