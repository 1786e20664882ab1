package org.bailiwick.acme;

/**
 * A refusal because somebody else was first: the row that the request waited for has changed meanwhile. Thrown before its
 * transaction has changed anything, and that transaction is committed, not rolled back (declared in {@code ejb-jar.xml}):
 * H2 may lose what the first one committed when one that waited for its row is rolled back (docs/adr/0019).
 */
public final class TooLateException extends AcmeException {

    private static final long serialVersionUID = 1L;

    public TooLateException(Problem problem) {
        super(problem);
    }
}
