/**
 * What makes the audit log provable: links events and signs checkpoints while the server runs, and exports both. What is
 * linked and how is told in {@code org.bailiwick.audit.chain}; the token signs.
 */
@NullMarked
package org.bailiwick.audit.proof;

import org.jspecify.annotations.NullMarked;
