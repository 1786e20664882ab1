package org.bailiwick.client;

import java.util.regex.Pattern;

/** A word of a command line that people copy. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.:=@%+,-]+");

    private ShellWord() {}

    /** As a POSIX shell takes it for one word: between single quotes it leaves everything alone but the single quote. */
    public static String of(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
