package org.bailiwick.client;

import java.util.Locale;

/**
 * Something to do, to be copied as it is.
 *
 * @param what is done with the text
 * @param where the file that it is for, or a part of it; the version that it is for; empty if that is plain
 * @param text commands or configuration, ending without an end of line
 */
public record Step(What what, String where, String text) {

    /** What is done with it. */
    public enum What {
        /** Told to a shell, to make an account. */
        REGISTER,
        /** Written into a file. */
        CONFIGURE,
        /** Told to a shell, to get the certificate. */
        RUN,
        /** Told to a shell, or called by it now and then, to renew it. */
        RENEW;

        /** Its word, for labels. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Step run(String where, String text) {
        return new Step(What.RUN, where, text);
    }

    static Step configure(String where, String text) {
        return new Step(What.CONFIGURE, where, text);
    }

    /** How many lines it has. */
    public int lines() {
        return (int) text.lines().count();
    }
}
