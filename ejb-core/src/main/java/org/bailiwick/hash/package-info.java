/**
 * The one hash that is used here, so that what Java demands for it is written once. What is hashed, and why, is elsewhere.
 * {@code audit.chain} has its own: its verifier is a jar of that package and of nothing else.
 */
@NullMarked
package org.bailiwick.hash;

import org.jspecify.annotations.NullMarked;
