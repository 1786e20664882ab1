/** The benchmark: {@code mvn -Pbench}. Figures and how they were taken are in {@code docs/performance.md}. */
@NullMarked
package org.bailiwick.bench;

import org.jspecify.annotations.NullMarked;
