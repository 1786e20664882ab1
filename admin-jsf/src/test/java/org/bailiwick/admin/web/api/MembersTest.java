package org.bailiwick.admin.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

    @Test
    void eachIsReadAsWhatItIs() {
        Members members = read(
                """
                {"text": "é", "id": "0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f", "time": "2027-06-01T02:00:00+02:00",
                 "number": 7, "truth": true, "texts": ["a", "b"], "map": {"k": "v"}}""");

        assertThat(members.text("text")).isEqualTo("é");
        assertThat(members.id("id")).isEqualTo(UUID.fromString("0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f"));
        assertThat(members.time("time")).isEqualTo(Instant.parse("2027-06-01T00:00:00Z"));
        assertThat(members.optionalNumber("number")).contains(7);
        assertThat(members.optionalTruth("truth")).contains(true);
        assertThat(members.texts("texts")).isEqualTo(List.of("a", "b"));
        assertThat(members.textsByName("map")).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void whatIsLeftOutOrNullIsNotThere() {
        for (String body : List.of("{}", "{\"text\":null,\"id\":null,\"number\":null,\"texts\":null,\"map\":null}")) {
            Members members = read(body);
            assertThat(members.optionalText("text")).isEmpty();
            assertThat(members.optionalId("id")).isEmpty();
            assertThat(members.optionalNumber("number")).isEmpty();
            assertThat(members.texts("texts")).isEmpty();
            assertThat(members.textsByName("map")).isEmpty();
            assertInvalid(() -> members.text("text"), "The member \"text\" is missing.");
            assertInvalid(() -> members.id("id"), "\"id\" is missing");
            assertInvalid(() -> members.time("time"), "\"time\" is missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "[]", "{}", "[\"a\"]"})
    void aTextIsNothingElse(String value) {
        assertInvalid(() -> read("{\"text\":" + value + "}").text("text"), "must be a string");
        assertInvalid(() -> read("{\"id\":" + value + "}").id("id"), "must be a string");
        assertInvalid(() -> read("{\"time\":" + value + "}").time("time"), "must be a string");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "\"1\"", "true", "[]", "{}", "99999999999", "-99999999999"})
    void aNumberIsNothingElse(String value) {
        assertInvalid(() -> read("{\"number\":" + value + "}").optionalNumber("number"), "must be a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "1", "{}", "[1]", "[\"a\",null]", "[[\"a\"]]"})
    void textsAreNothingElse(String value) {
        assertInvalid(() -> read("{\"texts\":" + value + "}").texts("texts"), "an array of strings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "1", "[]", "{\"k\":1}", "{\"k\":null}", "{\"k\":{}}"})
    void textsByNameAreNothingElse(String value) {
        assertInvalid(() -> read("{\"map\":" + value + "}").textsByName("map"), "an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "0199E2A4-7C1B-7D60-B9A2-3F6B0C1D2E4F",
                "{0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f}",
                "0199e2a47c1b7d60b9a23f6b0c1d2e4f",
                "0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f ",
                ""
            })
    void anIdHasOneText(String id) {
        assertInvalid(() -> read("{\"id\":\"" + id + "\"}").id("id"), "must be an id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2027-06-01",
                "2027-06-01T00:00:00",
                "2027-13-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59Z",
                "-0001-01-01T00:00:00Z"
            })
    void aTimeIsOneThatADatabaseKeeps(String time) {
        assertInvalid(() -> read("{\"time\":\"" + time + "\"}").time("time"), "RFC 3339");
    }

    /** A misspelt member would be a wish that is silently not granted. */
    @ParameterizedTest
    @CsvSource({"Text", "'text '", "texte", "''", "__proto__", "'a\u001b[31m\"b'"})
    void aMemberThatNobodyKnowsIsRefused(String name) {
        String escaped = name.replace("\u001b", "\\u001b").replace("\"", "\\\"");
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> read("{\"" + escaped + "\":1}"))
                .withMessageStartingWith("There is no member \"")
                .withMessageContaining("there are: ")
                .withMessageNotContaining("\u001b");
    }

    @Test
    void whatIsNoObjectIsNoBody() {
        for (String body : List.of("", "[]", "1", "null", "{", "{}{}", "\uFEFF{}", "{\"text\":\"a\",\"text\":\"b\"}")) {
            assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> read(body));
        }
    }

    private static Members read(String body) {
        return Members.of(body.getBytes(UTF_8), "text", "id", "time", "number", "truth", "texts", "map");
    }

    private static void assertInvalid(Runnable reading, String words) {
        Consumer<AdminException> invalid =
                refused -> assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(reading::run)
                .withMessageContaining(words)
                .satisfies(invalid::accept);
    }
}
