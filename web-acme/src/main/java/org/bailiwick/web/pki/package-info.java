/**
 * What relying parties fetch (RFC 5280 §4.2.1.13, §4.2.2.1): CRLs and the certificates of CAs; and where registration
 * authorities ask (RFC 9811). What URLs in certificates name
 * is reachable by plain HTTP; which paths those are is in {@code configure.cli}, too.
 */
@NullMarked
package org.bailiwick.web.pki;

import org.jspecify.annotations.NullMarked;
