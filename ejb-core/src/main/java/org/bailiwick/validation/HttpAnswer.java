package org.bailiwick.validation;

import java.net.InetAddress;
import java.util.List;
import org.bailiwick.acme.IpIdentifier;

/**
 * An HTTP response, as far as a validator looks at it.
 *
 * @param url what was requested
 * @param address who answered
 * @param status the status code
 * @param locations the values of all {@code Location} headers
 * @param body of a 200, the first bytes, each as one character (ISO 8859-1); else empty
 */
record HttpAnswer(HttpUrl url, InetAddress address, int status, List<String> locations, String body) {

    /** Who answered, for a sentence. */
    String server() {
        return server(url, address);
    }

    static String server(HttpUrl url, InetAddress address) {
        return "%s (%s)".formatted(url.shown(), IpIdentifier.text(address));
    }

    /** Whether the status is one of RFC 9110 §15.4 that says to repeat the request elsewhere. */
    boolean redirects() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Whether a server may answer otherwise when it is asked again soon. */
    boolean passing() {
        return switch (status) {
            case 404, 408, 425, 429 -> true;
            default -> status >= 500 && status < 600;
        };
    }
}
