/**
 * Persistent, cluster-wide jobs: leased rows in the same database (db-scheduler). A job runs at least once, so each is
 * idempotent.
 */
@NullMarked
package org.bailiwick.job;

import org.jspecify.annotations.NullMarked;
