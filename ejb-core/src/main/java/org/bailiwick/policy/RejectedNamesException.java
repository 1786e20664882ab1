package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;

/** Names that are refused. The client reads sentences; the audit log has what every level said, and by which rule. */
public final class RejectedNamesException extends AcmeException {

    private static final long serialVersionUID = 1L;

    private final transient Explanation explanation;

    RejectedNamesException(Problem problem, Explanation explanation) {
        super(problem);
        this.explanation = explanation;
    }

    /** What every level said of every name that could be judged. */
    public Explanation explanation() {
        return explanation;
    }
}
