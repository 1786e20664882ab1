package org.bailiwick.web.pki;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 §13: which file is sent to whom. It changed on Friday the 6th at 08:49:37; now is the year 2026. */
class PreconditionsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-11-06T08:49:37Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match | \"tag\" | 304",
                "If-None-Match | W/\"tag\" | 304",
                "If-None-Match | * | 304",
                "If-None-Match | \"a,b\", W/\"c\" ,\"tag\" | 304",
                "If-None-Match | \"other\" | 200",
                "If-None-Match | \"tag2\", \"a\"tag\" | 200",
                "If-None-Match | tag | 200",
                "If-None-Match | '' | 200",
                "If-Match | \"tag\" | 200",
                "If-Match | * | 200",
                "If-Match | \"other\", \"tag\" | 200",
                "If-Match | W/\"tag\" | 412",
                "If-Match | \"other\" | 412",
                "If-Modified-Since | Fri, 06 Nov 2026 08:49:37 GMT | 304",
                "If-Modified-Since | Friday, 06-Nov-26 08:49:37 GMT | 304",
                "If-Modified-Since | Fri Nov  6 08:49:37 2026 | 304",
                "If-Modified-Since | Sun, 06 Dec 2026 08:49:37 GMT | 304",
                "If-Modified-Since | Fri, 06 Nov 2026 08:49:36 GMT | 200",
                "If-Modified-Since | Friday, 06-Nov-87 08:49:37 GMT | 200",
                "If-Modified-Since | yesterday | 200",
                "If-Modified-Since | Fri, 31 Feb 2026 08:49:37 GMT | 200",
                "If-Modified-Since | '' | 200",
                "If-Modified-Since | 1794000000 | 200",
                "If-Unmodified-Since | Fri, 06 Nov 2026 08:49:37 GMT | 200",
                "If-Unmodified-Since | Fri, 06 Nov 2026 08:49:36 GMT | 412",
                "If-Unmodified-Since | x | 200"
            })
    void oneHeaderDecides(String name, String value, int status) {
        assertThat(status(Map.of(name, value))).isEqualTo(status);
    }

    @Test
    void aTagCountsMoreThanADate() {
        String before = "Thu, 05 Nov 2026 08:49:37 GMT";
        String after = "Sat, 07 Nov 2026 08:49:37 GMT";
        assertThat(status(Map.of("If-None-Match", "\"other\"", "If-Modified-Since", after)))
                .isEqualTo(200);
        assertThat(status(Map.of("If-None-Match", "\"tag\"", "If-Modified-Since", before)))
                .isEqualTo(304);
        assertThat(status(Map.of("If-Match", "\"tag\"", "If-Unmodified-Since", before)))
                .isEqualTo(200);
        assertThat(status(Map.of("If-Match", "\"other\"", "If-None-Match", "\"tag\"")))
                .isEqualTo(412);
        assertThat(status(Map.of())).isEqualTo(200);
    }

    private static int status(Map<String, String> headers) {
        return Preconditions.of(headers::get)
                .judge("tag", CHANGED, NOW)
                .map(Response.Status::getStatusCode)
                .orElse(200);
    }
}
