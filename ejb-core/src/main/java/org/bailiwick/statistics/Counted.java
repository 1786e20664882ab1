package org.bailiwick.statistics;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is counted together.
 *
 * @param authority null if it is of none, or nobody knows of which
 * @param reason why it was refused or failed; null for what succeeded
 */
record Counted(@Nullable UUID authority, Outcome outcome, @Nullable String reason) {}
