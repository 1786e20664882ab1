package org.bailiwick.admin.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewAuthorityJsonTest {

    /** Which of the two must be changed. */
    @ParameterizedTest
    @CsvSource({
        "1, 2, The member \"issuing\" cannot be right: the issuing certificate would be valid longer than its root.",
        "0, 2, The member \"years\" of \"root\" must be 1 to 50.",
        "1, 51, The member \"years\" of \"issuing\" must be 1 to 50.",
    })
    void aRefusalNamesWhatIsWrong(int root, int issuing, String sentence) {
        String body =
                """
                {"team":"0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f","name":"plant",
                 "root":{"subject":"CN=Root","algorithm":"EC_P256","years":%d},
                 "issuing":{"subject":"CN=Issuing","algorithm":"EC_P256","years":%d}}"""
                        .formatted(root, issuing);
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> NewAuthorityJson.parse(body.getBytes(UTF_8)))
                .withMessage(sentence);
    }
}
