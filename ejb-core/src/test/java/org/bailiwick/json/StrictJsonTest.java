package org.bailiwick.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** J25. */
class StrictJsonTest {

    /** Far more than any machine takes for 64 KiB, unless the time grows with their square. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void readsEveryKindOfValue() {
        JsonObject object = read(
                " {\"s\":\"é\\u00e9\\n\\ud83d\\ude00😀\",\"i\":-9223372036854775808,\"f\":1.5,\"t\":true,\"n\":null,\"a\":[1,[],{}]}\n");

        assertThat(object.getString("s")).isEqualTo("éé\n😀😀");
        assertThat(object.getJsonNumber("i").longValueExact()).isEqualTo(Long.MIN_VALUE);
        assertThat(object.getJsonNumber("f").doubleValue()).isEqualTo(1.5);
        assertThat(object.getBoolean("t")).isTrue();
        assertThat(object.isNull("n")).isTrue();
        assertThat(object.getJsonArray("a")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":-}",
                "{\"a\":tru}",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{} {}",
                "{}x",
                "{}]",
                "/**/{}",
                "{\"a\":[1,]}",
                "{\"a\":[}"
            })
    void refusesWhatIsNoJson(String text) {
        assertMalformed(() -> read(text), "The payload ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "\"text\"", "1", "true", "null"})
    void refusesWhatIsNoObject(String text) {
        assertMalformed(() -> read(text), "The payload is not a JSON object.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"b\":{\"a\":1,\"c\":[],\"a\":null}}",
                "{\"b\":[{\"\":1,\"\":1}]}"
            })
    void refusesAMemberTwice(String text) {
        assertMalformed(() -> read(text), "twice");
    }

    @Test
    void acceptsTheSameNameInDifferentObjects() {
        assertThat(read("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":2}}")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"{\"a\":,1,}", "[,1,]"})
    void refusesMoreThanTenLevels(String opening, String inner, String closing) {
        assertThat(read("{\"a\":" + opening.repeat(9) + inner + closing.repeat(9) + "}"))
                .hasSize(1);
        for (int depth : new int[] {10, 11, 100_000}) {
            assertMalformed(
                    () -> read("{\"a\":" + opening.repeat(depth) + inner + closing.repeat(depth) + "}"),
                    "nested deeper than 10 levels");
            assertMalformed(() -> read("{\"a\":" + opening.repeat(depth)), "nested deeper than 10 levels");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400000", "1E400000", "1e-400000", "1e1", "0.1e1", "-1e999999999"})
    void refusesNumbersWithAnExponent(String number) {
        assertMalformed(() -> read("{\"a\":" + number + "}"), "exponent");
        assertMalformed(() -> read("{\"a\":[0," + number + "]}"), "exponent");
    }

    @Test
    void refusesLongNumbers() {
        assertThat(read("{\"a\":" + "9".repeat(20) + "}")).hasSize(1);
        assertMalformed(() -> read("{\"a\":" + "9".repeat(21) + "}"), "more than 20 characters");
        assertMalformed(() -> read("{\"a\":0." + "0".repeat(50_000) + "}"), "more than 20 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udc00",
                "a\\ud800b",
                "\\ud800\\ud800",
                "\\udc00\\ud800",
                "\\ud83d\\ude00\\ud83d",
                "\\uDFFF"
            })
    void refusesLoneSurrogates(String text) {
        assertMalformed(() -> read("{\"a\":\"" + text + "\"}"), "lone surrogate");
        assertMalformed(() -> read("{\"" + text + "\":1}"), "lone surrogate");
    }

    @Test
    void refusesNulInStringsAndNames() {
        assertMalformed(() -> read("{\"a\":\"b\\u0000\"}"), "NUL");
        assertMalformed(() -> read("{\"a\\u0000\":1}"), "NUL");
    }

    /** Overlong forms, surrogates as UTF-8, beyond U+10FFFF, cut off, a lone continuation, Latin-1. */
    @ParameterizedTest
    @ValueSource(
            strings = {"c080", "c0af", "e080af", "eda080", "edbfbf", "f4908080", "f8", "c3", "e282", "80", "e9", "ff"})
    void refusesInvalidUtf8(String hex) {
        byte[] bad = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("{\"a\":\"".getBytes(UTF_8))
                        + hex
                        + HexFormat.of().formatHex("\"}".getBytes(UTF_8)));
        assertMalformed(() -> StrictJson.object("The payload", bad), "not valid UTF-8");
    }

    @Test
    void refusesByteOrderMarksAndOtherEncodings() {
        assertMalformed(() -> read("\uFEFF{}"), "byte order mark");
        assertMalformed(() -> read("{}\uFEFF"), "is not JSON");
        assertMalformed(() -> StrictJson.object("The payload", "{}".getBytes(UTF_16)), "UTF-8");
        assertMalformed(() -> StrictJson.object("The payload", new byte[] {'{', 0, '}', 0}), "is not JSON");
    }

    @Test
    void readsManyMembersAndHostileNames() {
        String members = IntStream.range(0, 5000)
                .mapToObj(
                        i -> "\"" + Integer.toBinaryString(i).replace("0", "Aa").replace("1", "BB") + "\":0")
                .collect(Collectors.joining(","));

        assertThat(read("{" + members + "}")).hasSize(5000);
    }

    /** The largest request that is read, made of whatever might cost the most. */
    @ParameterizedTest
    @ValueSource(
            strings = {"[", "{\"a\":", "0,", "[],", "{},", "\"\",", "\\u0061", "\\", "\"", " ", "9", "-", "e", ":", "é"
            })
    void endsSoonWhateverSixtyFourKibibytesAreMadeOf(String piece) {
        for (String beginning : List.of("", "{\"a\":", "{\"a\":[", "{\"a\":\"", "{\"")) {
            String text = beginning + piece.repeat((64 * 1024 - beginning.length()) / piece.getBytes(UTF_8).length);
            assertTimeout(SOON, () -> assertMalformed(() -> read(text), "The payload "));
        }
    }

    @Test
    void readsSixtyFourKibibytesSoon() {
        String zeros = "{\"a\":[" + "0,".repeat(32_000) + "0]}";
        String letters = "{\"a\":\"" + "\\u0061".repeat(10_900) + "\"}";
        String members = IntStream.range(0, 5_900)
                .mapToObj(i -> "\"m%05d\":0".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(assertTimeout(SOON, () -> read(zeros)).getJsonArray("a")).hasSize(32_001);
        assertThat(assertTimeout(SOON, () -> read(letters)).getString("a")).isEqualTo("a".repeat(10_900));
        assertThat(assertTimeout(SOON, () -> read(members))).hasSize(5_900);
        assertThat(List.of(zeros.length(), letters.length(), members.length()))
                .allSatisfy(length -> assertThat(length).isBetween(60_000, 64 * 1024));
    }

    @Test
    void namesTheMemberThatIsMissingOrNoString() {
        JsonObject object = read("{\"a\":1,\"b\":\"c\"}");

        assertThat(StrictJson.text("The payload", object, "b")).isEqualTo("c");
        assertMalformed(
                () -> StrictJson.text("The payload", object, "a"), "The payload has a \"a\" that is not a string.");
        assertMalformed(() -> StrictJson.text("The payload", object, "z"), "The payload has no \"z\".");
    }

    private static void assertMalformed(ThrowingCallable reading, String... words) {
        AcmeException refusal = catchThrowableOfType(AcmeException.class, reading);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED);
        assertThat(refusal.problem().detail())
                .contains(words)
                .matches("[A-Z].*[.]")
                .doesNotContain("Exception", "jakarta", "org.");
    }

    private static JsonObject read(String text) {
        return StrictJson.object("The payload", text.getBytes(UTF_8));
    }
}
