package org.bailiwick.client;

import java.util.Optional;

/** A command for a POSIX shell, an option or two a line. What it is made of is constant but for the values. */
final class Command {

    private static final String NEXT = " \\\n  ";

    private final StringBuilder line;

    private Command(String start) {
        line = new StringBuilder(start);
    }

    /** One that begins so. */
    static Command of(String start) {
        return new Command(start);
    }

    /** With options, as they are. */
    Command with(String options) {
        line.append(NEXT).append(options);
        return this;
    }

    /** With an option and its value. */
    Command with(String option, Object value) {
        return with(option + " " + Syntax.SHELL.word(value.toString()));
    }

    /** With an option and its value in one word: a secret may begin with a hyphen, and be taken for an option. */
    Command joined(String option, String value) {
        return with(option + "=" + Syntax.SHELL.word(value));
    }

    /** With an option, if there is a value for it. */
    Command withIf(String option, Optional<?> value) {
        value.ifPresent(given -> with(option, given));
        return this;
    }

    /** In the same line. */
    Command and(String word) {
        line.append(' ').append(word);
        return this;
    }

    String text() {
        return line.toString();
    }
}
