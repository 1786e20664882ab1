/**
 * What is counted and measured, as Prometheus reads it: every metric there is, and how they are written out. Anything may
 * count here; this package knows nothing of what it counts. {@code docs/monitoring.md} has the same list for people.
 */
@NullMarked
package org.bailiwick.metrics;

import org.jspecify.annotations.NullMarked;
