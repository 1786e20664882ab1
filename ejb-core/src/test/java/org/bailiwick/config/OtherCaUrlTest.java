package org.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherCaUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ca.corp/cmp/internal/plant",
                "https://ca.corp:8443/pkix/",
                "http://127.0.0.1:65535/",
                "http://[2001:db8::1]:80/cmp"
            })
    void whatNamesAHostIsRight(String url) {
        assertThat(OtherCaUrl.parse(url)).contains(URI.create(url));
    }

    /** What no client could connect to would be found out with each attempt only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ca.corp",
                "ftp://ca.corp/cmp",
                "http:///cmp",
                "http://ra:secret@ca.corp/cmp",
                "http://ca.corp/cmp?x=1",
                "http://ca.corp/cmp#x",
                "http://ca.corp:0/cmp",
                "http://ca.corp:65536/cmp",
                "http://ca corp/cmp"
            })
    void whatDoesNotIsRefused(String url) {
        assertThat(OtherCaUrl.parse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {2_001, 100_000})
    void whatIsTooLongForItsColumnIsRefused(int characters) {
        String start = "http://ca.corp/";
        assertThat(OtherCaUrl.parse(start + "c".repeat(characters - start.length())))
                .isEmpty();
    }
}
