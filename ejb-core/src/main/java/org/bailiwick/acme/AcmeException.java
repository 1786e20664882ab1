package org.bailiwick.acme;

/**
 * A request that is refused. Carries the problem document that the client gets. Unchecked, and an application exception
 * that rolls back (declared in {@code ejb-jar.xml}), so that it reaches the web tier as it was thrown.
 *
 * <p>A refusal that must be remembered (an order that becomes invalid) is a return value committed in its own
 * transaction, never this exception: it would roll the memory back.
 */
public class AcmeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public AcmeException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    public AcmeException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    /** What the client is told. */
    public Problem problem() {
        return problem;
    }
}
