package org.bailiwick.ca;

import java.net.URI;
import java.util.List;

/** URLs that certificates have in them. */
final class WebUrls {

    private static final int MAXIMUM_LENGTH = 500;

    private WebUrls() {}

    /**
     * Demands an absolute URL as a certificate can have it: an IA5String with a host, and without who asks.
     *
     * @throws IllegalArgumentException with a clause
     */
    static void require(URI url, String... schemes) {
        if (url.getScheme() == null
                || !List.of(schemes).contains(url.getScheme())
                || url.getHost() == null
                || url.getUserInfo() != null
                || url.getFragment() != null
                || url.toString().length() > MAXIMUM_LENGTH
                || !url.toString().equals(url.toASCIIString())) {
            throw new IllegalArgumentException("\"%s\" is not an absolute %s URL in ASCII of at most %d characters"
                    .formatted(url, String.join(" or ", schemes), MAXIMUM_LENGTH));
        }
    }
}
