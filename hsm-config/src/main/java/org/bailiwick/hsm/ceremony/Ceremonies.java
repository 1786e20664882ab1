package org.bailiwick.hsm.ceremony;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several commands of {@link Ceremony} in one process, for programs: that a process starts takes longer than most commands.
 * The exit code is that of the first which was not done, and none after it is begun.
 */
public final class Ceremonies {

    /** Stands between two commands. An option whose value is this word is written {@code --option=then}. */
    private static final String THEN = "then";

    private Ceremonies() {}

    /**
     * The arguments of {@link #main} for some commands.
     *
     * @param options what each of them has besides
     */
    public static List<String> arguments(List<List<String>> commands, List<String> options) {
        List<String> words = new ArrayList<>();
        for (List<String> command : commands) {
            if (!words.isEmpty()) {
                words.add(THEN);
            }
            words.addAll(command);
            words.addAll(options);
        }
        return words;
    }

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, Arrays.asList(arguments)));
    }

    static int run(PrintWriter out, PrintWriter err, List<String> commands) {
        int end = commands.indexOf(THEN);
        if (end < 0) {
            return Ceremony.run(out, err, commands.toArray(String[]::new));
        }
        int code = Ceremony.run(out, err, commands.subList(0, end).toArray(String[]::new));
        return code == 0 ? run(out, err, commands.subList(end + 1, commands.size())) : code;
    }
}
