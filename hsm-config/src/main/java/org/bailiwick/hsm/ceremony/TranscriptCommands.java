package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code transcript verify} and {@code transcript note}: without a token. */
@Command(
        name = "transcript",
        description = "Verifies a transcript, or adds to it what people did.",
        synopsisSubcommandLabel = "COMMAND")
final class TranscriptCommands {

    @Spec
    private @Nullable CommandSpec command;

    @Command(name = "verify", description = "Says whether a transcript is as it was written, and its last hash.")
    void verify(@Parameters(paramLabel = "FILE", description = "The transcript.") Path file) throws IOException {
        TranscriptFile.State end = TranscriptFile.verify(file);
        if (end.lines() == 0) {
            throw new IllegalArgumentException("The transcript " + file + " is empty.");
        }
        out().println("The " + end.lines() + " lines of " + file
                + " are what was written, in their order, if the last hash" + " is the one that was written down: "
                + end.hash());
    }

    @Command(name = "note", description = "Adds a line: what was done without this tool, or seen.")
    void note(
            @Parameters(index = "0", paramLabel = "FILE", description = "The transcript.") Path file,
            @Parameters(index = "1", paramLabel = "TEXT", description = "What to add, in quotes.") String text)
            throws IOException {
        try (Transcript kept = Transcript.open(out(), Clock.systemUTC(), Optional.of(file))) {
            kept.detail("note: " + text);
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(command).commandLine().getOut();
    }
}
