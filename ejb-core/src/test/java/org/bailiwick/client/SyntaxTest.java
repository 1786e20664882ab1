package org.bailiwick.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U2, U14: whoever has a say in a name has none in what else is copied with it. */
class SyntaxTest {

    private static final List<String> NASTY = List.of(
            "$(touch owned)",
            "`touch owned`",
            "a b",
            "'",
            "''; touch owned; '",
            "\"",
            "\\",
            "a\\'b",
            "a;b",
            "a&b|c>d<e",
            "*",
            "~",
            "#x",
            "!x",
            "${HOME}",
            "$HOME",
            "%PATH%",
            "{env.HOME}",
            "-x",
            "*.host.corp");

    /** The shell itself is asked. */
    @Test
    void aShellTakesEachForOneWord() throws IOException, InterruptedException {
        String command = NASTY.stream()
                .map(word -> "x" + Syntax.SHELL.word(word))
                .collect(Collectors.joining(" ", "printf '%s\\n' ", ""));
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        assertThat(printed.lines())
                .containsExactlyElementsOf(
                        NASTY.stream().map(word -> "x" + word).toList());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "host.corp, host.corp",
                "*.host.corp, '*.host.corp'",
                "a b, 'a b'",
                "it's, 'it'\\''s'",
                "$(x), '$(x)'",
                "-x, -x",
            })
    void whatIsPlainIsLeftAlone(String text, String word) {
        assertThat(Syntax.SHELL.word(text)).isEqualTo(word);
    }

    /** YAML 1.2 §7.3.2: a quote is doubled, nothing else is special; nothing is ever a number, a boolean, an anchor or a tag. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "1",
                "null",
                "*.host.corp",
                "&a",
                "!t",
                "- a",
                "a: b",
                "a #b",
                "{a}",
                "[a]",
                "it's",
                "\"",
                "\\"
            })
    void yamlHasEachBetweenSingleQuotes(String text) {
        String word = Syntax.YAML.word(text);
        assertThat(word).startsWith("'").endsWith("'");
        assertThat(word.substring(1, word.length() - 1).replace("''", "")).doesNotContain("'");
        assertThat(word.substring(1, word.length() - 1).replace("''", "'")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "NGINX, a b, \"a b\"",
                "NGINX, a\"; b, \"a\\\"; b\"",
                "NGINX, a\\, \"a\\\\\"",
                "NGINX, a{b}, \"a{b}\"",
                "NGINX, *.host.corp, *.host.corp",
                "APACHE, a b, \"a b\"",
                "APACHE, a\"b, \"a\\\"b\"",
                "APACHE, <x>, \"<x>\"",
                "CADDYFILE, a b, \"a b\"",
                "CADDYFILE, a\"b, \"a\\\"b\"",
                "CADDYFILE, -x, -x",
                "COMMAND_PROMPT, host.corp, host.corp",
                "COMMAND_PROMPT, a&b, \"a&b\"",
                "COMMAND_PROMPT, -x, \"\\\"-x\\\"\"",
            })
    void eachQuotesAsItsProgramReads(Syntax syntax, String text, String word) {
        assertThat(syntax.word(text)).isEqualTo(word);
    }

    /** What would be replaced by something else is refused. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "NGINX, $host",
                "APACHE, ${HOME}",
                "APACHE, %{HOST}",
                "CADDYFILE, {env.HOME}",
                "CADDYFILE, {$HOME}",
                "CADDYFILE, a\\",
                "COMMAND_PROMPT, %PATH%",
                "COMMAND_PROMPT, !x!",
                "COMMAND_PROMPT, a\"b",
                "COMMAND_PROMPT, a\\",
            })
    void whatCannotBeSaidIsRefused(Syntax syntax, String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> syntax.word(text));
    }

    @ParameterizedTest
    @EnumSource
    void nothingEndsALineOrTurnsItAround(Syntax syntax) {
        Stream.of("", "a\nb", "a\rb", "a\tb", "a\u0000b", "a\u2028b", "a\u202eb", "a\u001b[31m")
                .forEach(text -> assertThatIllegalArgumentException().isThrownBy(() -> syntax.word(text)));
    }
}
