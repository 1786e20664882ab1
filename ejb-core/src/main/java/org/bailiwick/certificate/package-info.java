/**
 * Certificates that were issued (RFC 8555 §7.4.2), and when to renew them (RFC 9773 §4): what is kept of each, and what may
 * become of it. How one comes to be is {@code issuance}, who may end it is {@code revocation}; neither is known here.
 */
@NullMarked
package org.bailiwick.certificate;

import org.jspecify.annotations.NullMarked;
