/** Profiles of authorities for administrators. */
@NullMarked
package org.bailiwick.profile.administration;

import org.jspecify.annotations.NullMarked;
