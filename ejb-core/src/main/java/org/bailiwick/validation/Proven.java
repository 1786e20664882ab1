package org.bailiwick.validation;

/**
 * The client controls the identifier.
 *
 * @param trace how that was found out
 */
public record Proven(ValidationTrace trace) implements ValidationResult {}
