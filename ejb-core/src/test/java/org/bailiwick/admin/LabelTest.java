package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "Platform team (Zürich)", "=1+1", "日本語", "😀", "<b>bold</b>"})
    void peopleCallThingsWhatTheyLike(String text) {
        assertThat(new Label(text).value()).isEqualTo(text);
    }

    /** U14: nothing that would end a line of a log, colour a terminal or turn the direction of writing round. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\nb",
                "a\rb",
                "a\u001b[31mb",
                "a\u0000b",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u200bb",
                "a\ufeffb",
                "a\u007fb",
                "\ud800"
            })
    void butNothingThatChangesHowOthersAreShown(String text) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> new Label(text))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.INVALID))
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000_000})
    void norMoreThanAScreenShows(int length) {
        assertThatExceptionOfType(AdminException.class).isThrownBy(() -> new Label("a".repeat(length)));
    }
}
