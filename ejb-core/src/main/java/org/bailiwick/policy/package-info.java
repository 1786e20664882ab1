/**
 * May this be issued? Pure functions over values: no {@code jakarta}, no database, no clock, no log.
 *
 * <p>A decision is never a boolean: it is {@link org.bailiwick.policy.PolicyDecision.Permitted} or
 * {@link org.bailiwick.policy.PolicyDecision.Refused} with every violation.
 */
@NullMarked
package org.bailiwick.policy;

import org.jspecify.annotations.NullMarked;
