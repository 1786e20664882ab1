/**
 * External account keys (RFC 8555 §7.3.4): their life cycle, their secrets, and the judgement of what a client shows. They
 * know nothing of the accounts that are bound to them, which know them; what administrators do with them is in {@code
 * eab.administration}.
 *
 * <p>A secret is in plain in three places: in the answer to who made it, in the client, and in memory while a MAC is
 * verified. Here it is encrypted under a key of the token, bound to its row.
 */
@NullMarked
package org.bailiwick.eab;

import org.jspecify.annotations.NullMarked;
