package org.bailiwick.validation;

import java.util.List;

/**
 * What an attempt did, in order: what a client's owner needs to see why it failed, and what an auditor needs to see why
 * it did not. RFC 8555 has no such object; the members of its steps are named as other servers name them in a
 * {@code validationRecord}.
 *
 * @param steps in the order in which they happened; at most {@value #MAXIMUM_STEPS}, the last ones
 */
public record ValidationTrace(List<ValidationStep> steps) {

    static final int MAXIMUM_STEPS = 100;

    public ValidationTrace {
        steps = List.copyOf(steps.subList(Math.max(0, steps.size() - MAXIMUM_STEPS), steps.size()));
    }
}
