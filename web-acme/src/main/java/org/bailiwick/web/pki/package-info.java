/** What relying parties fetch (RFC 5280 §4.2.1.13, §4.2.2.1): root certificates; later CRLs, OCSP and issuers. */
@NullMarked
package org.bailiwick.web.pki;

import org.jspecify.annotations.NullMarked;
