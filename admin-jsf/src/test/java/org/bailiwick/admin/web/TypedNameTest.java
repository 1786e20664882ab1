package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedNameTest {

    private static final String NAME = "100% web \"team\"";

    @Test
    void theNameIsEnough() {
        assertThatCode(() -> TypedName.require(NAME, NAME)).doesNotThrowAnyException();
        assertThatCode(() -> TypedName.require("  " + NAME + "\t", NAME + " ")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "100% web", "100% WEB \"TEAM\"", "100% web  \"team\"", "yes"})
    void nothingElseIs(String typed) {
        assertThatThrownBy(() -> TypedName.require(typed, NAME))
                .isInstanceOf(AdminException.class)
                .hasMessage("Nothing is changed: what you typed is not \"" + NAME + "\".");
    }
}
