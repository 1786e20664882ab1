package org.bailiwick.audit.chain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * How text and time are written where bytes are hashed: in ASCII, so that no encoding, no database and no line end can
 * make two texts of one.
 */
public final class AsciiJson {

    /** Microseconds, which is what the databases keep. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AsciiJson() {}

    /**
     * The same JSON with each char that is no printable ASCII written as {@code \\uXXXX}, which JSON reads as the same.
     *
     * @param json valid JSON: such chars are within its strings only, but for white space between its tokens
     */
    public static String ascii(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append("\\u").append("%04x".formatted((int) c));
            }
        }
        return text.toString();
    }

    /** A string of JSON, quoted. */
    static String quoted(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        return ascii(text.append('"').toString());
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
