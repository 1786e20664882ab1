/**
 * Problems on HTTP (RFC 9457, RFC 8555 §6.7): the status and the document of each.
 *
 * <p>What the problems are is said in {@code org.bailiwick.acme}; nothing is decided here. Plain Java and JSON-P but for
 * the exception mappers.
 */
@NullMarked
package org.bailiwick.web.problem;

import org.jspecify.annotations.NullMarked;
