package org.bailiwick.cmp;

/**
 * A body that this package does not read, or not in this direction. Nobody looked at what is in it; a {@code nested} message is
 * one of these.
 *
 * @param kind which it is
 */
public record Unsupported(BodyKind kind) implements CmpBody {}
