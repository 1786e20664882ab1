package org.bailiwick.admin;

import java.util.List;

/**
 * A request of an administrator that is refused, with a sentence for the person who made it. Unchecked, and an application
 * exception (declared in {@code ejb-jar.xml}), so that it reaches the web tier as it was thrown.
 *
 * <p>It is thrown before anything is changed, and its transaction is committed: many are thrown after waiting for a row, and
 * who waited does not roll back (docs/adr/0019). Where the database itself refuses a change, that has ended the transaction.
 * {@code UNCERTAIN} is thrown where no transaction is.
 */
public final class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong; each has an HTTP status of its own, which the web tier knows. */
    public enum Refusal {
        /** What is asked for does not exist. */
        UNKNOWN,
        /** It exists and is another team's: answered like {@link #UNKNOWN}, and audited. */
        FOREIGN,
        /** The caller may not do this. */
        FORBIDDEN,
        /** What was sent cannot be right. */
        INVALID,
        /** What is there already is in the way. */
        CONFLICT,
        /** Somebody else changed it since it was read. */
        STALE,
        /** A fault came in between, and it is not known what was done. */
        UNCERTAIN
    }

    private final Refusal refusal;
    private final List<String> errors;

    private AdminException(Refusal refusal, String sentence, List<String> errors) {
        super(sentence);
        this.refusal = refusal;
        this.errors = List.copyOf(errors);
    }

    private AdminException(Refusal refusal, String sentence) {
        this(refusal, sentence, List.of());
    }

    /** A sentence for each thing that is wrong, if there are several. */
    public List<String> errors() {
        return errors;
    }

    public Refusal refusal() {
        return refusal;
    }

    /**
     * There is none, as far as the caller may know.
     *
     * @param thing what was looked for, as {@code provisioner}
     */
    public static AdminException unknown(String thing) {
        return new AdminException(Refusal.UNKNOWN, noSuch(thing));
    }

    /** It is another team's; the sentence is that of {@link #unknown}. */
    static AdminException foreign(String thing) {
        return new AdminException(Refusal.FOREIGN, noSuch(thing));
    }

    /** The caller may not do this, whatever it is done to. */
    public static AdminException forbidden(String sentence) {
        return new AdminException(Refusal.FORBIDDEN, sentence);
    }

    /** What was sent cannot be right. */
    public static AdminException invalid(String sentence) {
        return new AdminException(Refusal.INVALID, sentence);
    }

    /**
     * Several things that were sent cannot be right.
     *
     * @param errors a sentence for each
     */
    public static AdminException invalid(String sentence, List<String> errors) {
        return new AdminException(Refusal.INVALID, sentence, errors);
    }

    /** What is there already is in the way. */
    public static AdminException conflict(String sentence) {
        return new AdminException(Refusal.CONFLICT, sentence);
    }

    /**
     * Several things are in the way.
     *
     * @param errors a sentence for each
     */
    public static AdminException conflict(String sentence, List<String> errors) {
        return new AdminException(Refusal.CONFLICT, sentence, errors);
    }

    /**
     * The version that the caller read is not the one that is there.
     *
     * @param thing what was to be changed, as {@code provisioner}
     */
    public static AdminException stale(String thing) {
        return new AdminException(
                Refusal.STALE,
                "Somebody else changed this %s since you read it; read it again, and decide again.".formatted(thing));
    }

    /** A fault came in between, and it is not known what was done: the sentence says how to find out. */
    public static AdminException uncertain(String sentence) {
        return new AdminException(Refusal.UNCERTAIN, sentence);
    }

    /** The same, with another sentence after the first. */
    public AdminException and(String sentence) {
        AdminException more = new AdminException(refusal, getMessage() + " " + sentence, errors);
        more.initCause(this);
        return more;
    }

    private static String noSuch(String thing) {
        return "There is no such %s, or it is another team's.".formatted(thing);
    }
}
