/**
 * The software of those who get certificates: what must be told to certbot, Caddy, cert-manager and others so that they use
 * one of our directories. Pure functions from facts to text; {@link org.bailiwick.client.administration} knows the facts.
 */
@NullMarked
package org.bailiwick.client;

import org.jspecify.annotations.NullMarked;
