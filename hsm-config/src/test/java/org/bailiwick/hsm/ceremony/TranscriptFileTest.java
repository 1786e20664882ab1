package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptFileTest {

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("transcript.txt");
    }

    @Test
    void linesAreNumberedAndChainedAsTheManualSays() throws IOException {
        List<String> lines = write("first", "second | with a bar", "dritte Zeile: Schlüssel");
        String before = "0".repeat(64);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String said = line.substring(0, line.lastIndexOf(" | "));
            String hash = Sha256.hex((before + " " + said).getBytes(StandardCharsets.UTF_8));
            assertThat(said).startsWith((i + 1) + " ");
            assertThat(line).endsWith(" | " + hash);
            before = hash;
        }
        assertThat(TranscriptFile.verify(file)).isEqualTo(new TranscriptFile.State(3, before));
    }

    @Test
    void nextCeremonyGoesOn() throws IOException {
        write("one", "two");
        List<String> lines = write("three");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).startsWith("3 three | ");
        assertThat(TranscriptFile.verify(file).lines()).isEqualTo(3);
    }

    @Test
    void whateverIsChangedShows() throws IOException {
        List<String> whole = write("one", "two", "three", "four");
        assertBroken(replaced(whole, 1, whole.get(1).replace("two", "two!")), "line 2 does not follow");
        assertBroken(replaced(whole, 3, whole.get(3).replace(" | ", " |  ")), "line 4");
        List<String> without = new ArrayList<>(whole);
        without.remove(1);
        assertBroken(without, "line 2 has the number 3");
        without.remove(0);
        assertBroken(without, "line 1 has the number 3");
        List<String> moved = new ArrayList<>(whole);
        Collections.swap(moved, 1, 2);
        assertBroken(moved, "line 2 has the number 3");
        List<String> renumbered = new ArrayList<>(whole);
        renumbered.remove(1);
        renumbered.set(1, renumbered.get(1).replaceFirst("3", "2"));
        assertBroken(renumbered, "line 2 does not follow");
        List<String> more = new ArrayList<>(whole);
        more.add("5 five | " + "a".repeat(64));
        assertBroken(more, "line 5 does not follow");
        more.set(4, "");
        assertBroken(more, "line 5 is not one of a transcript");
    }

    /** Nothing in a file can show that: the witnesses have the last hash. */
    @Test
    void onlyALastLineThatIsMissingGivesAnotherLastHash() throws IOException {
        List<String> whole = write("one", "two");
        TranscriptFile.State end = TranscriptFile.verify(file);
        Files.write(file, whole.subList(0, 1));
        assertThat(TranscriptFile.verify(file)).isNotEqualTo(end);
    }

    @Test
    void lineThatWasCutOffIsNotGoneOnWith() throws IOException {
        write("one", "two");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TranscriptFile.open(file))
                .withMessageContaining("its last line was cut off")
                .withMessageContaining("go on in a new one");
        assertThat(file).hasContent(text.substring(0, text.length() - 1));
    }

    @Test
    void fileOfAnotherKindIsNotTouched() throws IOException {
        for (byte[] content : List.of("hello\n".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff, '\n'})) {
            Files.write(file, content);
            assertThatIllegalArgumentException().isThrownBy(() -> TranscriptFile.open(file));
            assertThat(file).hasBinaryContent(content);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TranscriptFile.open(folder))
                .withMessageContaining("not a file");
    }

    @Test
    void twoCeremoniesDoNotWriteToOne() throws IOException {
        try (TranscriptFile first = TranscriptFile.open(file)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TranscriptFile.open(file))
                    .withMessageContaining("Another ceremony");
            assertThat(first.append("still mine")).startsWith("1 still mine | ");
        }
        write("now mine");
        assertThat(TranscriptFile.verify(file).lines()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\u001b[2Jb", "a\u2028b", "a\u202eb", "a\ud800b", "a\u0085b"})
    void nameInARequestNeitherEndsALineNorReachesTheTerminal(String name) throws IOException {
        StringWriter screen = new StringWriter();
        try (Transcript transcript = Transcript.open(new PrintWriter(screen), Clock.systemUTC(), Optional.of(file))) {
            transcript.act("subject " + name);
        }
        assertThat(TranscriptFile.verify(file).lines()).isEqualTo(1);
        assertThat(Files.readString(file))
                .isEqualTo(screen.toString())
                .matches("1 subject a\\\\u\\{[0-9a-f]+}.*b \\| .*\n");
    }

    private List<String> write(String... texts) throws IOException {
        try (TranscriptFile transcript = TranscriptFile.open(file)) {
            for (String text : texts) {
                transcript.append(text);
            }
        }
        return Files.readAllLines(file);
    }

    private void assertBroken(List<String> lines, String because) throws IOException {
        Files.write(file, lines);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TranscriptFile.verify(file))
                .withMessageContaining("is not as it was written")
                .withMessageContaining(because);
        assertThatIllegalArgumentException().isThrownBy(() -> TranscriptFile.open(file));
    }

    private static List<String> replaced(List<String> lines, int index, String line) {
        List<String> replaced = new ArrayList<>(lines);
        replaced.set(index, line);
        return replaced;
    }
}
