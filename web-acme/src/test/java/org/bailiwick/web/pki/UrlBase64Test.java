package org.bailiwick.web.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6960 Appendix A.1, and what clients make of it. */
class UrlBase64Test {

    @Test
    void whateverClientsEncodeIsRead() {
        Random random = new Random(20260301);
        for (int length = 1; length < 200; length++) {
            byte[] request = new byte[length];
            random.nextBytes(request);
            String base64 = Base64.getEncoder().encodeToString(request);
            String url = URLEncoder.encode(base64, StandardCharsets.US_ASCII);
            assertThat(UrlBase64.decode(base64)).isEqualTo(request);
            assertThat(UrlBase64.decode(base64.replace("=", ""))).isEqualTo(request);
            assertThat(UrlBase64.decode(url)).isEqualTo(request);
            assertThat(UrlBase64.decode(url.replace("%2F", "%2f"))).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "%",
                "%4",
                "%zz",
                "a",
                "====",
                "a=b=",
                "M!",
                "M M",
                "ä",
                "%00",
                "%c3%a4",
                "MA==MA==",
                "..",
                "-_"
            })
    void whatIsNoBase64IsNothing(String text) {
        assertThat(UrlBase64.decode(text)).isEmpty();
    }
}
