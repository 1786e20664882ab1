package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTextTest {

    @ParameterizedTest
    @CsvSource({
        "Host.Corp,      host.corp",
        "' host.corp. ', host.corp",
        "*.Corp,         *.corp",
        "bücher.corp,    xn--bcher-kva.corp",
        "fd00::1,        fd00::1",
        "<b>,            <b>",
    })
    void aNameIsAsCertificatesHaveIt(String typed, String name) {
        assertThat(SearchText.name(typed)).contains(name);
    }

    @Test
    void nothingIsNoCondition() {
        assertThat(SearchText.name("  ")).isEmpty();
        assertThat(SearchText.name(".")).isEmpty();
        assertThat(SearchText.of("")).isEmpty();
        assertThat(SearchText.id(" ")).isEmpty();
    }

    /** A NUL is what PostgreSQL keeps in no text; half a character is what no driver sends. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "\ud800x"})
    void whatCannotBeSoughtIsRefused(String typed) {
        assertThatThrownBy(() -> SearchText.of(typed)).isInstanceOf(AdminException.class);
    }

    @Test
    void soIsWhatIsTooLongOrNoId() {
        assertThatThrownBy(() -> SearchText.of("a".repeat(301))).isInstanceOf(AdminException.class);
        assertThatThrownBy(() -> SearchText.id("x")).isInstanceOf(AdminException.class);
        ResourceId id = ResourceId.random(Instant.EPOCH);
        assertThat(SearchText.id(" " + id)).contains(id);
    }
}
