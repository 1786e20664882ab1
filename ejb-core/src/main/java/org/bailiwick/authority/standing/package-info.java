/**
 * How it stands with authorities, as people look at it: their chains, where their keys are, and what relying parties find of
 * them. It reads what {@code authority}, {@code revocation} and {@code ocsp} have written, and changes nothing.
 */
@NullMarked
package org.bailiwick.authority.standing;

import org.jspecify.annotations.NullMarked;
