package org.bailiwick.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewPasswordTest {

    @ParameterizedTest
    @ValueSource(strings = {"four words in a row", "Xk9#mQ2$vL7!", "пароль длинный", "正しい馬の電池の主食と空の海"})
    void longOnesAreGood(String chosen) {
        assertThat(NewPassword.of(chosen, chosen, "anna").text()).isEqualTo(chosen);
        assertThat(NewPassword.of(chosen, chosen, "anna")).asString().doesNotContain(chosen);
    }

    @ParameterizedTest
    @CsvSource({
        "short, '12 to 128'",
        "elevenchars, '12 to 128'",
        "aaaaaaaaaaaaaaaa, 'easy to guess'",
        "abababababababab, 'easy to guess'",
        "anna-anna-anna-1, 'easy to guess'",
        "my name is ANNA!, 'easy to guess'"
    })
    void othersAreRefusedWithAReason(String chosen, String reason) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> NewPassword.of(chosen, chosen, "anna"))
                .withMessageContaining(reason)
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(chosen));
    }

    @Test
    void itIsTypedTwiceAndNotTooLong() {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> NewPassword.of("four words in a row", "four words in a raw", "anna"))
                .withMessageContaining("twice");
        String tooLong = "long-words ".repeat(12);
        assertThatExceptionOfType(AdminException.class).isThrownBy(() -> NewPassword.of(tooLong, tooLong, "anna"));
    }

    /** ü is one character or two, as the keyboard likes; ligatures and wide letters are what they look like. */
    @Test
    void theSameCharactersWrittenOtherwiseAreTheSamePassword() {
        String composed = NewPassword.of("z\u00fcrich and geneva", "z\u00fcrich and geneva", "anna")
                .text();
        assertThat(NewPassword.normal("zu\u0308rich and geneva")).isEqualTo(composed);
    }
}
