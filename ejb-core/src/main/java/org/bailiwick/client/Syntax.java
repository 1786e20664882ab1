package org.bailiwick.client;

import java.util.regex.Pattern;

/**
 * How a configuration file or a shell takes a text for one word, whatever is in it. What a syntax cannot say, or would put
 * something else in place of, is refused rather than written.
 */
enum Syntax {
    /** A POSIX shell. */
    SHELL("") {
        @Override
        String quoted(String text) {
            return ShellWord.of(text);
        }
    },
    /**
     * The Command Prompt of Windows and its C runtime: between double quotes only {@code %} and {@code !} mean something. What
     * begins with a hyphen is an option to wacs.exe, unless it has quotation marks of its own.
     */
    COMMAND_PROMPT("[%!\"\\\\]") {
        @Override
        String quoted(String text) {
            if (text.startsWith("-")) {
                return "\"\\\"" + text + "\\\"\"";
            }
            return PLAIN.matcher(text).matches() ? text : "\"" + text + "\"";
        }
    },
    /** YAML 1.2 §7.3.2: between single quotes nothing but the single quote means anything. */
    YAML("") {
        @Override
        String quoted(String text) {
            return "'" + text.replace("'", "''") + "'";
        }
    },
    /** A Caddyfile: placeholders in braces are replaced even between quotes. */
    CADDYFILE("[{}\\\\]") {
        @Override
        String quoted(String text) {
            return PLAIN.matcher(text).matches() ? text : "\"" + text.replace("\"", "\\\"") + "\"";
        }
    },
    /** The configuration of nginx: {@code $} begins a variable, between quotes, too. */
    NGINX("[$]") {
        @Override
        String quoted(String text) {
            return PLAIN.matcher(text).matches() ? text : withBackslashes(text);
        }
    },
    /** The configuration of Apache httpd, in which <code>${…}</code> and <code>%{…}</code> are replaced. */
    APACHE("[$%]") {
        @Override
        String quoted(String text) {
            return PLAIN.matcher(text).matches() ? text : withBackslashes(text);
        }
    };

    /** What none of them takes for anything but itself, if it does not begin with a hyphen. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:=@+,*-]+");

    /** Control characters, ends of lines, and what turns the direction of writing. */
    private static final Pattern NOT_IN_A_LINE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

    private final Pattern unsayable;

    Syntax(String unsayable) {
        this.unsayable = Pattern.compile(unsayable.isEmpty() ? "(?!)" : unsayable);
    }

    /**
     * A text as one word.
     *
     * @throws IllegalArgumentException if it has several lines, is empty, or has a character that cannot be said here
     */
    String word(String text) {
        if (text.isEmpty() || NOT_IN_A_LINE.matcher(text).find()) {
            throw new IllegalArgumentException("this is not one line of text");
        }
        if (unsayable.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "a word of %s has none of the characters %s".formatted(this, unsayable.pattern()));
        }
        return quoted(text);
    }

    abstract String quoted(String text);

    private static String withBackslashes(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
