/**
 * What a certificate authority may ask of a key in a token: its public half, its scheme, and a signature over a
 * complete to-be-signed structure. Nothing else leaves this module: no alias, session, PIN or private key.
 *
 * <p>JCA only. Bouncy Castle and the command line are for {@code ceremony}.
 */
@NullMarked
package org.bailiwick.hsm;

import org.jspecify.annotations.NullMarked;
