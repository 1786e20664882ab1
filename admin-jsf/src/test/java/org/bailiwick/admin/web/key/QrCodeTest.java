package org.bailiwick.admin.web.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

    /** What is drawn is what a telephone reads. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{\"directory\":\"https://ca.corp.internal/acme/internal/acme/directory\",\"kid\":\"AZr0nQfXcAAHb4mWlqk-2w\",\"hmacKey\":\"-3vD0Uu2W5n1VxqS0J0q9lq8m4W3o2b1a0Z9y8X7w6U\"}"
            })
    void whatIsDrawnIsTheText(String text) throws FormatException, ChecksumException {
        QrCode code = QrCode.of(text);
        int inner = code.size() - 2 * QrCode.QUIET;
        BitMatrix modules = new BitMatrix(inner);
        Matcher run = RUN.matcher(code.path());
        int end = 0;
        while (run.find()) {
            assertThat(run.start()).isEqualTo(end);
            end = run.end();
            assertThat(run.group(3)).isEqualTo(run.group(4));
            modules.setRegion(
                    Integer.parseInt(run.group(1)) - QrCode.QUIET,
                    Integer.parseInt(run.group(2)) - QrCode.QUIET,
                    Integer.parseInt(run.group(3)),
                    1);
        }
        assertThat(end).isEqualTo(code.path().length());
        assertThat(new Decoder().decode(modules).getText()).isEqualTo(text);
        // a page is to stay small
        assertThat(code.path().length()).isLessThan(25_000);
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> QrCode.of("x".repeat(3_000)));
    }
}
