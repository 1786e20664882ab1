package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates are argument files that the tool takes as they are, and say whether we have tried them. */
class TokenTemplatesTest {

    private static final Path TEMPLATES = Path.of("templates");

    static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".token"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void templateIsAnArgumentFileThatNamesAnAbsoluteLibrary(Path template) throws IOException {
        String text = Files.readString(template);
        assertThat(text).containsAnyOf("\n# TESTED BY US", "\n# NOT TESTED BY US");
        assertThat(text).contains("# Environment:", "# Library:", "# Attributes:", "# Differs:", "# Source");
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("--library=/").endsWith(".so"),
                        line -> assertThat(line).startsWith("--token="),
                        line -> assertThat(line).startsWith("--pin-file=/"));
        assertThat(Files.readString(TEMPLATES.resolve("README.md"))).contains("(" + template.getFileName() + ")");

        StringWriter err = new StringWriter();
        String missing = "--library=/nonexistent/library.so";
        Path copy = Files.writeString(
                Files.createTempFile("template", ".token"), text.replaceFirst("(?m)^--library=.*$", missing));
        // understood, and no such HSM here
        assertThat(Ceremony.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "show", "@" + copy))
                .as(err.toString())
                .isEqualTo(3);
        assertThat(err.toString()).contains("/nonexistent/library.so does not exist");
        Files.delete(copy);
    }
}
