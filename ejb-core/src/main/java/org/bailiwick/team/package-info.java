/**
 * Teams: the tenants. A team operates authorities and sees only its own.
 */
@NullMarked
package org.bailiwick.team;

import org.jspecify.annotations.NullMarked;
