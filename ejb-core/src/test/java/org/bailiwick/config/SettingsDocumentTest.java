package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} and {@link Setting} are the same table. */
class SettingsDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "settings.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(bailiwick\\.[^`]+)` \\| `([^`]+)` \\| (.*?) \\| (.*?) \\| (.*?) ?\\|$", Pattern.MULTILINE);

    @Test
    void theDocumentHasARowForEachSettingInTheirOrder() throws IOException {
        assertThat(rows())
                .extracting(row -> row.group(1))
                .containsExactlyElementsOf(
                        Arrays.stream(Setting.values()).map(Setting::key).toList());
    }

    @Test
    void eachRowNamesTheEnvironmentVariable() throws IOException {
        assertThat(rows())
                .extracting(row -> row.group(2))
                .containsExactlyElementsOf(Arrays.stream(Setting.values())
                        .map(Setting::environmentVariable)
                        .toList());
    }

    @Test
    void eachRowSaysTheFixedDefault() throws IOException {
        for (MatchResult row : rows()) {
            Setting.withKey(row.group(1)).flatMap(Setting::standard).ifPresent(standard -> assertThat(row.group(3))
                    .as(row.group(1))
                    .startsWith("`" + standard + "`"));
        }
    }

    @Test
    void theRowOfTheDatabaseTellsTheOptionsOfItsUrl() throws IOException {
        String url = Settings.of(Map.of("bailiwick.data", "/data")).databaseUrl();
        assertThat(rows())
                .filteredOn(row -> row.group(1).equals(Setting.DATABASE_URL.key()))
                .singleElement()
                .satisfies(row -> assertThat(row.group(3)).contains(url.substring(url.indexOf(';'))));
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
    }
}
