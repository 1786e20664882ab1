/**
 * Where what happens meets what is measured: counts audit events when they are committed and requests when they are answered,
 * and hands the metrics out to administrators. {@code docs/monitoring.md} tells what there is.
 */
@NullMarked
package org.bailiwick.monitoring;

import org.jspecify.annotations.NullMarked;
