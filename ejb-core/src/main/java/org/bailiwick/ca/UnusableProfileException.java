package org.bailiwick.ca;

/** A profile that cannot be. */
public final class UnusableProfileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String member;
    private final String sentence;

    UnusableProfileException(String profile, String member, String sentence) {
        super("profile \"%s\": %s".formatted(profile, sentence));
        this.member = member;
        this.sentence = sentence;
    }

    /** Which member of it, as its document calls it, so {@code validity}. */
    public String member() {
        return member;
    }

    /** What is wrong with it, with a full stop. */
    public String sentence() {
        return sentence;
    }
}
