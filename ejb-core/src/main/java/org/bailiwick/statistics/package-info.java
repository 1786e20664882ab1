/**
 * What happened, counted: an hour at a time, by a job, from what was stored, so that whoever looks at months of it reads a few
 * thousand rows (docs/adr/0040).
 */
@NullMarked
package org.bailiwick.statistics;

import org.jspecify.annotations.NullMarked;
