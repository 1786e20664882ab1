/**
 * OCSP (RFC 6960, RFC 5019, RFC 9654): what is recorded of a certificate, told to whoever asks and signed by a responder of
 * its issuer, which has a key and a short-lived certificate of its own and is made and renewed here.
 *
 * <p>How requests are read and answers are built is {@code ca}; HTTP is elsewhere. Nothing here changes a certificate.
 */
@NullMarked
package org.bailiwick.ocsp;

import org.jspecify.annotations.NullMarked;
