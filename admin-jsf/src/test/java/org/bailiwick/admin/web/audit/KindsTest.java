package org.bailiwick.admin.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KindsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z-]+`(?:, `[a-z-]+`)*) \\|");
    private static final Pattern KIND = Pattern.compile("`([a-z-]+)`");

    /** What the document tells of can be chosen, and nothing else. */
    @Test
    void theyAreThoseOfTheDocument() throws IOException {
        String document = Files.readString(Path.of("..", "docs", "audit.md"));
        Set<String> told = new TreeSet<>();
        Matcher row = ROW.matcher(document);
        while (row.find()) {
            Matcher kind = KIND.matcher(row.group(1));
            while (kind.find()) {
                told.add(kind.group(1));
            }
        }
        assertThat(Kinds.ALL).isSorted().containsExactlyElementsOf(told);
    }
}
