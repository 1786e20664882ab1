/** Keys that nobody may use any more, because they were compromised (RFC 5280 §5.3.1). Only their fingerprints are here. */
@NullMarked
package org.bailiwick.key;

import org.jspecify.annotations.NullMarked;
