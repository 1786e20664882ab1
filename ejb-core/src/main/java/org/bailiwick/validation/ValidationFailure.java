package org.bailiwick.validation;

import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/** Why an attempt cannot go on; becomes a {@link NotProven}. An expected outcome, so it has no stack trace. */
final class ValidationFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final boolean transientFailure;

    private ValidationFailure(Problem problem, boolean transientFailure) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.transientFailure = transientFailure;
    }

    /** One that may go away by itself. */
    static ValidationFailure passing(ProblemType type, String detail) {
        return new ValidationFailure(type.problem(detail), true);
    }

    /** One that stays until somebody changes something. */
    static ValidationFailure lasting(ProblemType type, String detail) {
        return new ValidationFailure(type.problem(detail), false);
    }

    NotProven notProven(ValidationTrace trace) {
        return new NotProven(problem, transientFailure, trace);
    }
}
