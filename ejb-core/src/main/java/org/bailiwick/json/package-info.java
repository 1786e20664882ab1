/** JSON from strangers, read so that it means one thing only (RFC 8259). What its members mean is not here. */
@NullMarked
package org.bailiwick.json;

import org.jspecify.annotations.NullMarked;
