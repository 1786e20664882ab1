/**
 * Certificate profiles that an authority has of its own, beside the built-in ones: their document and where they are kept.
 * What a profile is and does is {@code ca}'s; who may change one is in {@code profile.administration}.
 */
@NullMarked
package org.bailiwick.profile;

import org.jspecify.annotations.NullMarked;
