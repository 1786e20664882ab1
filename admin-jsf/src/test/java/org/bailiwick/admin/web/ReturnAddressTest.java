package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/administrators",
                "/administrators?name=anna&before=0191-ab",
                "/administrator?id=%3F%26",
                "/certificates?q=*.corp.internal"
            })
    void pagesOfOursAreGoneBackTo(String page) {
        assertThat(ReturnAddress.of(page)).isEqualTo(page);
    }

    /** An open redirect lends our name to somebody else's log-in page. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "administrators",
                "//evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/",
                "/a//evil.example",
                "/a/../../x",
                "/.evil",
                "/x\r\nSet-Cookie: a=b",
                "/x?a=\r\nb",
                "/x?a=<script>",
                "/x#y",
                "javascript:alert(1)",
                " /x"
            })
    void nothingElseIs(String wanted) {
        assertThat(ReturnAddress.of(wanted)).isEqualTo("/");
    }

    @Test
    void theLogInPageKnowsWhereToGoThen() {
        assertThat(ReturnAddress.of(null)).isEqualTo("/");
        assertThat(ReturnAddress.logIn("/", null)).isEqualTo("/login");
        assertThat(ReturnAddress.logIn("/administrators", null)).isEqualTo("/login?to=%2Fadministrators");
        assertThat(ReturnAddress.logIn("/administrators", "name=a&before=b"))
                .isEqualTo("/login?to=%2Fadministrators%3Fname%3Da%26before%3Db");
        assertThat(ReturnAddress.logIn("/x/y", null)).isEqualTo("/login");
    }
}
