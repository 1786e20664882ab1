package org.bailiwick.authorization;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * A problem that is kept with the challenge or order that it ended.
 *
 * @param type what went wrong
 * @param detail the sentence the client is shown, at most 2,000 characters
 */
@Embeddable
public record RecordedProblem(
        @Enumerated(EnumType.STRING) @Column(name = "problem_type", length = 40) ProblemType type,
        @Column(name = "problem_detail", length = 2_000) String detail) {

    private static final int MAXIMUM_LENGTH = 2_000;

    /** What is kept of a problem. */
    public static RecordedProblem of(Problem problem) {
        StringBuilder detail = new StringBuilder(problem.detail());
        if (problem.subproblems().size() > 1) {
            problem.subproblems().forEach(each -> detail.append(' ').append(each.detail()));
        }
        return new RecordedProblem(problem.type(), detail.substring(0, Math.min(detail.length(), MAXIMUM_LENGTH)));
    }

    /** The problem again. */
    public Problem problem() {
        return type.problem(detail);
    }
}
