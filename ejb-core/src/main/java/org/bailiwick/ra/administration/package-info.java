/** Registration authorities, for administrators: to be made, watched, suspended and given a new secret. */
@NullMarked
package org.bailiwick.ra.administration;

import org.jspecify.annotations.NullMarked;
