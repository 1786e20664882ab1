package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is told of a ceremony, a line an act: on the screen, and in a {@link TranscriptFile} if one is kept. Then both have
 * the same lines; without one, the screen has what was done and not what was read and written for it.
 */
final class Transcript implements AutoCloseable {

    private final PrintWriter screen;
    private final Clock clock;
    private final Optional<TranscriptFile> file;
    private boolean fileFailed;

    private Transcript(PrintWriter screen, Clock clock, Optional<TranscriptFile> file) {
        this.screen = screen;
        this.clock = clock;
        this.file = file;
    }

    /**
     * Begins, or goes on.
     *
     * @throws IllegalArgumentException if the file is there and is not a whole transcript
     */
    static Transcript open(PrintWriter screen, Clock clock, Optional<Path> path) throws IOException {
        return new Transcript(
                screen, clock, path.isPresent() ? Optional.of(TranscriptFile.open(path.get())) : Optional.empty());
    }

    /**
     * Something that was done, its time in front.
     *
     * @throws UncheckedIOException if it cannot be written where it is to be kept; the file is whole up to the line before,
     *     and from then on all goes to the screen
     */
    void act(String line) {
        String said = printable(line);
        if (file.isEmpty()) {
            say(said);
            return;
        }
        if (fileFailed) {
            screen.println(said);
            return;
        }
        try {
            screen.println(file.get().append(said));
        } catch (IOException e) {
            fileFailed = true;
            screen.println(said);
            throw new UncheckedIOException(
                    "the transcript " + file.get().path() + ": " + e.getMessage()
                            + ". It ends with the line before; what the screen says after that, write down by hand",
                    e);
        }
    }

    /** Without a file the screen is the transcript, and may be a file of the shell's. */
    private void say(String said) {
        screen.println(said);
        if (screen.checkError() && !fileFailed) {
            fileFailed = true;
            throw new UncheckedIOException(
                    "standard output, where the transcript goes", new IOException("standard output takes no more"));
        }
    }

    /** Something beside it, for who keeps a transcript; the time is put in front. */
    void detail(String what) {
        if (file.isPresent()) {
            act(clock.instant().truncatedTo(ChronoUnit.SECONDS) + " " + what);
        }
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /** Names come from requests: none may end a line, or do something to a terminal. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(each -> {
            switch (Character.getType(each)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE,
                        Character.UNASSIGNED ->
                    printable.append("\\u{").append(Integer.toHexString(each)).append('}');
                default -> printable.appendCodePoint(each);
            }
        });
        return printable.toString();
    }
}
