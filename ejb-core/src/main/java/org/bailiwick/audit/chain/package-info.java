/**
 * The chain of audit events as it is exported and verified: lines, hashes, signatures. The Java runtime is all it needs:
 * the verifier is this package in a jar of its own, and runs without the server. The format is described in {@code
 * docs/audit.md}, byte by byte.
 */
@NullMarked
package org.bailiwick.audit.chain;

import org.jspecify.annotations.NullMarked;
