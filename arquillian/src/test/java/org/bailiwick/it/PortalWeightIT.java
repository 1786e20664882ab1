package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What a page costs who has seen it before; the table is in {@code target/portal-pages.txt}, times are only written down. */
class PortalWeightIT {

    private static final long MOST_OCTETS = 300_000;
    private static final long MOST_OF_THE_PAGE = 40_000;
    private static final String VISIT =
            """
            const page = performance.getEntriesByType("navigation")[0];
            const all = [page, ...performance.getEntriesByType("resource")];
            return {
              page: page.decodedBodySize,
              all: all.reduce((sum, each) => sum + each.transferSize, 0),
              wait: Math.round(page.responseStart - page.requestStart),
              again: all.slice(1).filter((each) => each.transferSize > 300).map((each) => each.name).join(" ")
            };""";

    @Test
    void aSecondVisitIsLight() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst();
        List<String> pages = browser.driver().findElements(By.cssSelector("#menu a")).stream()
                .map(link -> String.valueOf(link.getDomAttribute("href")).replaceFirst("^/admin", ""))
                .toList();
        assertThat(pages).hasSizeGreaterThan(8);
        SoftAssertions softly = new SoftAssertions();
        List<String> table = new ArrayList<>(List.of("page; octets of the page; octets in all; ms until it begins"));
        for (String page : pages) {
            browser.open(page).open(page);
            Map<?, ?> visit =
                    (Map<?, ?>) Objects.requireNonNull(browser.driver().executeScript(VISIT));
            table.add("%s; %s; %s; %s".formatted(page, visit.get("page"), visit.get("all"), visit.get("wait")));
            softly.assertThat((Long) visit.get("page")).as(page).isLessThan(MOST_OF_THE_PAGE);
            softly.assertThat((Long) visit.get("all")).as(page).isLessThan(MOST_OCTETS);
            softly.assertThat(visit.get("again"))
                    .as("%s: style and script are kept", page)
                    .isEqualTo("");
        }
        Files.write(Path.of("target", "portal-pages.txt"), table);
        softly.assertAll();
    }
}
