package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bailiwick.admin.AdministratorState;
import org.bailiwick.admin.Role;
import org.junit.jupiter.api.Test;

/** What must hold of every page, whoever writes it (docs/adr/0039). */
class PagesTest {

    private static final Path WEBAPP = Path.of("src", "main", "webapp");

    private static final Pattern BUNDLE = Pattern.compile("loadBundle basename=\"([^\"]+)\" var=\"t\"");
    private static final Pattern FORM = Pattern.compile("(?s)<b:form .*?</b:form>");
    private static final Pattern KEY =
            Pattern.compile("(?<![A-Za-z0-9_.])(t|frame)(?:\\['([a-z0-9.-]+)'\\]|\\.([a-z0-9]+)(?![A-Za-z0-9(]))");

    private final Map<Path, String> pages = pages();

    PagesTest() throws IOException {}

    @Test
    void scriptAndStyleAreInFilesOnly() {
        assertThat(pages).isNotEmpty().allSatisfy((path, page) -> {
            assertThat(page).as(path.toString()).doesNotContain("<style", " style=", "h:outputScript", "javascript:");
            assertThat(page).as(path.toString()).doesNotContainPattern("\\son[a-z]+=");
            assertThat(page).as(path.toString()).doesNotContainPattern("<script(?! src=\"#\\{request\\.contextPath)");
        });
    }

    /** U2: whatever others wrote is text. */
    @Test
    void everythingIsEscaped() {
        assertThat(pages)
                .allSatisfy((path, page) ->
                        assertThat(page).as(path.toString()).doesNotContain("escape=\"false\"", "escape='false'"));
    }

    /** PrimeFaces refuses a form without its nonce, and after its action has run. */
    @Test
    void everyFormIsOneOfOurs() {
        assertThat(pages).allSatisfy((path, page) -> {
            if (!path.endsWith(Path.of("frame", "form.xhtml"))) {
                assertThat(page).as(path.toString()).doesNotContain("<h:form");
            }
            // what is sent by GET changes nothing
            assertThat(page.replaceAll("<form [^>]*method=\"get\"", ""))
                    .as(path.toString())
                    .doesNotContain("<form ");
        });
    }

    /** Nobody ends what he did not mean to: its name is to be typed. */
    @Test
    void whatEndsSomethingAsksForItsName() {
        pages.forEach((path, page) -> {
            Matcher form = FORM.matcher(page);
            while (form.find()) {
                if (form.group().contains("styleClass=\"button danger\"")) {
                    assertThat(form.group()).as(path.toString()).contains("<h:inputText id=\"typed\"");
                }
            }
        });
    }

    @Test
    void nothingIsFetchedFromElsewhere() {
        assertThat(pages)
                .allSatisfy((path, page) ->
                        assertThat(page).as(path.toString()).doesNotContainPattern("(src|href)=\"(https?:)?//"));
    }

    @Test
    void everyTextThatAPageAsksForIsThere() {
        List<String> missing = new ArrayList<>();
        pages.forEach((path, page) -> {
            Matcher bundle = BUNDLE.matcher(page);
            String own = bundle.find() ? bundle.group(1) : null;
            Matcher key = KEY.matcher(page);
            while (key.find()) {
                String name = key.group(2) == null ? key.group(3) : key.group(2);
                String base = key.group(1).equals("frame") ? "org.bailiwick.admin.web.frame" : own;
                boolean prefix = name.endsWith(".");
                if (base == null
                        || texts(base).stream().noneMatch(each -> prefix ? each.startsWith(name) : each.equals(name))) {
                    missing.add(path + ": " + name);
                }
            }
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void rolesAndStatesHaveNames() {
        assertThat(texts("org.bailiwick.admin.web.frame"))
                .containsAll(Stream.of(Role.values())
                        .map(role -> "role." + role.word())
                        .toList());
        assertThat(texts("org.bailiwick.admin.web.administrator.texts"))
                .containsAll(Stream.of(AdministratorState.values())
                        .map(state -> "state." + state.word())
                        .toList());
    }

    private static Set<String> texts(String base) {
        return new TreeSet<>(ResourceBundle.getBundle(base, Locale.ENGLISH).keySet());
    }

    private static Map<Path, String> pages() throws IOException {
        Map<Path, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(WEBAPP)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".xhtml")).toList()) {
                pages.put(WEBAPP.relativize(file), Files.readString(file));
            }
        }
        return pages;
    }
}
