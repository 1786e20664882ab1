/**
 * revokeCert (RFC 8555 §7.6), and revocation by administrators, of one certificate or of all that meet some criteria: who may
 * revoke a certificate, for which reason, and what follows from it; and the CRLs by which relying parties learn of it (RFC 5280
 * §5): when each is made, and by which node. What is in one, octet by octet, is {@code ca}.
 */
@NullMarked
package org.bailiwick.revocation;

import org.jspecify.annotations.NullMarked;
