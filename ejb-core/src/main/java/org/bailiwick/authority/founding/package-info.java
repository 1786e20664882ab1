/**
 * How authorities come to be: with a root and an issuing key made in a token, with a key whose certificate another CA is
 * asked for, or with what is in a token already. Keys are made before anything is written, and what is written is written
 * at once: a server that dies leaves at most a key that nobody uses.
 *
 * <p>What an authority is once it is there is {@code authority}; what its certificates look like is {@code ca}.
 */
@NullMarked
package org.bailiwick.authority.founding;

import org.jspecify.annotations.NullMarked;
