/**
 * The off-line key ceremony: generate root and issuing keys in a token, self-sign, request, sign and import CA
 * certificates, sign the CRL of a root, and keep a transcript of it all. {@link org.bailiwick.hsm.ceremony.KeyCeremony} does it, {@link org.bailiwick.hsm.ceremony.Ceremony} is
 * its command line. The only package of this module with Bouncy Castle and picocli; the server needs neither of them from
 * here. No key and no PIN ever comes by: signing is {@link org.bailiwick.hsm.CaSigner}'s.
 *
 * <p>RFC 5280 §4 (certificates) and §5 (CRLs), RFC 2986 (PKCS#10 requests).
 */
@NullMarked
package org.bailiwick.hsm.ceremony;

import org.jspecify.annotations.NullMarked;
