/**
 * What an authority must be able to prove later. Apart from the log: an event is written in the transaction of the thing
 * it tells, or that thing did not happen.
 */
@NullMarked
package org.bailiwick.audit;

import org.jspecify.annotations.NullMarked;
