package org.bailiwick.validation;

/** The outcome of one attempt: {@link Proven} or {@link NotProven}. */
public sealed interface ValidationResult permits Proven, NotProven {

    /** What happened, step by step. */
    ValidationTrace trace();
}
