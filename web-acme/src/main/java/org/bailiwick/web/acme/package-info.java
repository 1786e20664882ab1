/**
 * RFC 8555 over JAX-RS: one resource class for each resource of §7.1, under {@code /acme/{authority}/{provisioner}/}. A
 * method verifies the request, asks one service, and writes the answer; it decides nothing.
 *
 * <p>{@link org.bailiwick.web.acme.AcmeRequests} is the only source of an account.
 */
@NullMarked
package org.bailiwick.web.acme;

import org.jspecify.annotations.NullMarked;
