package org.bailiwick.person;

import java.text.Normalizer;
import java.util.Locale;
import org.bailiwick.admin.AdminException;

/**
 * A password that somebody chooses. It must be long and no more than that (NIST SP 800-63B §3.1.1.2): demands for signs and
 * digits make passwords that are hard for people and easy for programs.
 */
public final class NewPassword {

    private static final int SHORTEST = 12;

    /** In characters; more would only cost. */
    static final int LONGEST = 128;

    private static final int FEWEST_DIFFERENT = 5;

    private final String text;

    private NewPassword(String text) {
        this.text = text;
    }

    /**
     * Checks one.
     *
     * @param repeated the same once more, as nobody sees what he types
     * @param name of whose it is to be
     * @throws AdminException {@code INVALID}
     */
    public static NewPassword of(String chosen, String repeated, String name) {
        if (!chosen.equals(repeated)) {
            throw AdminException.invalid("The two passwords are not the same; type the new one twice.");
        }
        if (chosen.length() < SHORTEST || chosen.length() > LONGEST) {
            throw AdminException.invalid("A password has %d to %d characters; some words in a row are easy to remember."
                    .formatted(SHORTEST, LONGEST));
        }
        String normal = normal(chosen);
        if (normal.chars().distinct().count() < FEWEST_DIFFERENT
                || normal.toLowerCase(Locale.ROOT).contains(name)) {
            throw AdminException.invalid(
                    "This password is easy to guess: it has the name in it, or hardly more than one character.");
        }
        return new NewPassword(normal);
    }

    /** The same character may be written in several ways; keyboards differ. */
    static String normal(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC);
    }

    String text() {
        return text;
    }

    /** Not the password. */
    @Override
    public String toString() {
        return "…";
    }
}
