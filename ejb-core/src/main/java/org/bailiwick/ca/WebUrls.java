package org.bailiwick.ca;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/** URLs that certificates have in them. */
final class WebUrls {

    private static final int MAXIMUM_LENGTH = 500;
    private static final int HIGHEST_PORT = 65_535;

    private WebUrls() {}

    /**
     * Demands an absolute URL as a certificate can have it: an IA5String with a host, a port that there is, and without who
     * asks.
     *
     * @throws IllegalArgumentException with a clause
     */
    static void require(URI url, String... schemes) {
        if (url.getScheme() == null
                // RFC 3986 §3.1: in either case
                || !List.of(schemes).contains(url.getScheme().toLowerCase(Locale.ROOT))
                || url.getHost() == null
                // -1 if it names none
                || url.getPort() == 0
                || url.getPort() > HIGHEST_PORT
                || url.getUserInfo() != null
                || url.getFragment() != null
                || url.toString().length() > MAXIMUM_LENGTH
                || !url.toString().equals(url.toASCIIString())) {
            throw new IllegalArgumentException("\"%s\" is not an absolute %s URL in ASCII of at most %d characters"
                    .formatted(url, String.join(" or ", schemes), MAXIMUM_LENGTH));
        }
    }
}
