package org.bailiwick.it;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bailiwick.it.Browser.Look;

/** Takes pictures of the portal's pages, light and dark, and knows which page has none yet. */
final class PictureBook {

    /** What is fetched as a file, or by a script as a part of a page: nobody sees it by itself. */
    private static final Set<String> NO_PAGES = Set.of(
            "audit-export",
            "audit-proof-runs",
            "authority-file",
            "authority-founding-state",
            "authority-upstream-state",
            "certificate-download",
            "keys-export",
            "keys-progress",
            "provisioner-progress",
            "registration-authority-revocation-state");

    /** Pages that are longer show their beginning. */
    private static final long HIGHEST = 1600;

    private static final List<Look> LOOKS = List.of(Look.LIGHT, Look.DARK);

    private final Path folder;
    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    /**
     * An empty one.
     *
     * @param folder where the pictures go; those of another run are removed
     */
    PictureBook(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.png")) {
            for (Path each : old) {
                Files.delete(each);
            }
        }
    }

    /**
     * Takes one of the page that the browser is at.
     *
     * @param name of the files; the page's, and what is to be seen of it if there are several
     */
    void take(Browser browser, String name) throws IOException {
        List<String> complaints = browser.console();
        if (!complaints.isEmpty()) {
            throw new IllegalStateException(name + ": " + complaints + "\n" + browser.text());
        }
        takeAnyhow(browser, name);
        String page = browser.address().replaceFirst("^/", "").replaceFirst("[?#].*$", "");
        seen.add(page.isEmpty() ? "index" : page);
    }

    /** The same of a page that says that something is wrong, of which the browser complains, too. */
    void takeAnyhow(Browser browser, String name) throws IOException {
        if (titles.putIfAbsent(name, browser.title().replace(" · Bailiwick", "")) != null) {
            throw new IllegalArgumentException(name + " has a picture already");
        }
        for (Look look : LOOKS) {
            browser.look(look);
            Files.write(folder.resolve(file(name, look)), SmallPng.of(picture(browser)));
        }
        browser.look(Look.LIGHT);
        browser.console();
    }

    private static byte[] picture(Browser browser) {
        // the menu stays where it is while one scrolls
        Object high = browser.driver()
                .executeScript("scrollTo(0, 0); document.activeElement?.blur(); "
                        + "return document.documentElement.scrollHeight");
        long height = high instanceof Number number ? Math.min(HIGHEST, number.longValue()) : HIGHEST;
        Map<String, Object> picture = browser.driver()
                .executeCdpCommand(
                        "Page.captureScreenshot",
                        Map.of(
                                "format",
                                "png",
                                "captureBeyondViewport",
                                true,
                                "clip",
                                Map.of("x", 0, "y", 0, "width", 1280, "height", height, "scale", 1)));
        return Base64.getDecoder().decode(String.valueOf(picture.get("data")));
    }

    /**
     * Writes the page that shows them all.
     *
     * @param pages the folder of the portal's pages
     * @throws IllegalStateException if one of them has no picture
     */
    void finish(Path pages) throws IOException {
        Set<String> missing = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(pages, "*.xhtml")) {
            for (Path each : all) {
                missing.add(pages.relativize(each).toString().replace(".xhtml", ""));
            }
        }
        missing.removeAll(NO_PAGES);
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("without a picture: " + String.join(", ", missing));
        }
        StringBuilder page = new StringBuilder(
                """
                # The portal, page by page

                `mvn -Pscreenshots` takes these pictures and writes this page. The people, names and keys on them were made for
                that, and are gone with their server. Of a long page there are the upper 1,600 pixels. What the pages do says
                [the portal](../portal.md).

                | page | light | dark |
                |---|---|---|
                """);
        titles.forEach((name, title) -> {
            page.append("| ")
                    .append(title.replace("|", "\\|"))
                    .append("<br>`")
                    .append(name)
                    .append("`");
            for (Look look : LOOKS) {
                page.append(" | [![%s, %s](%s)](%3$s)".formatted(name, word(look), file(name, look)));
            }
            page.append(" |\n");
        });
        Files.writeString(folder.resolve("README.md"), page);
    }

    private static String file(String name, Look look) {
        return name + "-" + word(look) + ".png";
    }

    private static String word(Look look) {
        return look.name().toLowerCase(Locale.ROOT);
    }
}
