/**
 * Keys that nobody may use: because they were compromised (RFC 5280 §5.3.1), because an administrator blocked them, or
 * because they are on a list of weak ones (CVE-2008-0166). Only fingerprints and hashes of them are here.
 */
@NullMarked
package org.bailiwick.key;

import org.jspecify.annotations.NullMarked;
