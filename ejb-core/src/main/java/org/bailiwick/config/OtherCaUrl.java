package org.bailiwick.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The URL at which another CA is asked. */
public final class OtherCaUrl {

    /** What it must be: the end of a sentence. */
    public static final String RIGHT =
            "write http:// or https://, a host, perhaps a port, and the path; at most 2000 characters";

    private static final int LONGEST = 2_000;
    private static final int HIGHEST_PORT = 65_535;

    private OtherCaUrl() {}

    /** Reads one; empty if it is none. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text);
            boolean right = text.length() <= LONGEST
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= HIGHEST_PORT
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            return right ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }
}
