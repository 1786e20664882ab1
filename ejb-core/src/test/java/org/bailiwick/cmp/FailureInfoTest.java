package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 9810 §5.2.3; {@code docs/ra-mode.md} and {@link FailureInfo} are the same tables. */
class FailureInfoTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "ra-mode.md");
    private static final Pattern FAILURE =
            Pattern.compile("^\\| (\\d+) \\| `(\\w+)` \\| `(\\w+)` \\|$", Pattern.MULTILINE);
    private static final Pattern PROBLEM = Pattern.compile("^\\| `(\\w+)` \\| `(\\w+)` \\|$", Pattern.MULTILINE);

    @Test
    void thereAre27InTheOrderOfTheirBits() {
        assertThat(Arrays.stream(FailureInfo.values()).map(FailureInfo::bit))
                .containsExactlyElementsOf(IntStream.range(0, 27).boxed().toList());
        assertThat(FailureInfo.BAD_POP.bit()).isEqualTo(9);
        assertThat(FailureInfo.UNACCEPTED_POLICY.bit()).isEqualTo(15);
        assertThat(FailureInfo.NOT_AUTHORIZED.bit()).isEqualTo(23);
    }

    @Test
    void theDocumentSaysWhatEachFailureBecomes() throws IOException {
        assertThat(rows("## What a refusal becomes", FAILURE).stream()
                        .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3)))
                .containsExactlyElementsOf(Arrays.stream(FailureInfo.values())
                        .map(failure -> failure.bit() + " " + failure.rfcName() + " "
                                + failure.problem().rfcName())
                        .toList());
    }

    @Test
    void theDocumentSaysWhatEachProblemBecomes() throws IOException {
        assertThat(rows("## What a problem becomes", PROBLEM).stream().map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(problem -> problem.rfcName() + " "
                                + FailureInfo.of(problem).rfcName())
                        .toList());
    }

    @Test
    void theDocumentNamesThoseThatPass() throws IOException {
        String document = Files.readString(DOCUMENT);
        String passing = document.substring(document.indexOf("A failure that passes by itself"));
        String sentence = passing.substring(0, passing.indexOf(')'));
        for (FailureInfo failure : FailureInfo.values()) {
            assertThat(sentence.contains("`" + failure.rfcName() + "`"))
                    .as(failure.rfcName())
                    .isEqualTo(failure.isPassing());
        }
    }

    /** A client must not take for final what passes, nor be told that it may mend what it cannot. */
    @ParameterizedTest
    @EnumSource(FailureInfo.class)
    void whatPassesIsOursToMend(FailureInfo failure) {
        if (failure.isPassing()) {
            assertThat(failure.problem()).isEqualTo(ProblemType.SERVER_INTERNAL);
        }
    }

    @Test
    void aRefusalKeepsItsSentence() {
        CmpException refused =
                CmpException.of(new AcmeException(ProblemType.REJECTED_IDENTIFIER.problem("a.corp is denied.")));
        assertThat(refused.failure()).isEqualTo(FailureInfo.UNACCEPTED_POLICY);
        assertThat(refused.sentence()).isEqualTo("a.corp is denied.");
        assertThat(ErrorMessage.of(refused).status().text()).containsExactly("a.corp is denied.");
    }

    private static List<MatchResult> rows(String title, Pattern row) throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = document.substring(document.indexOf(title) + title.length());
        int next = section.indexOf("\n## ");
        return row.matcher(next < 0 ? section : section.substring(0, next))
                .results()
                .toList();
    }
}
