/**
 * revokeCert (RFC 8555 §7.6), and revocation by administrators, of one certificate or of all that meet some criteria: who may
 * revoke a certificate, for which reason, and what follows from it. How relying parties learn of it (CRLs, OCSP) is not here.
 */
@NullMarked
package org.bailiwick.revocation;

import org.jspecify.annotations.NullMarked;
