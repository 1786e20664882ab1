package org.bailiwick.policy;

/** What one level says of one name. */
public enum Verdict {
    /** A rule allows it, and none denies it. */
    ALLOWED(true),
    /** This level, which is not the authority's, has no allow rule, and no deny rule that is about it. */
    NOT_NARROWED(true),
    /** A rule denies it, or a name that it covers as a wildcard. */
    DENIED(false),
    /** It is a wildcard, and this level allows none; but for that it would permit it. */
    WILDCARD_NOT_ALLOWED(false),
    /** No rule allows it; there are rules that allow others of its type. */
    NOT_ALLOWED(false),
    /** No rule allows any name of its type. */
    TYPE_NOT_ALLOWED(false),
    /** The authority has no rule that allows anything. */
    NO_POLICY(false),
    /** Nobody can judge names of its kind. */
    UNSUPPORTED(false);

    private final boolean permitted;

    Verdict(boolean permitted) {
        this.permitted = permitted;
    }

    /** Whether this level permits the name. */
    public boolean permitted() {
        return permitted;
    }
}
