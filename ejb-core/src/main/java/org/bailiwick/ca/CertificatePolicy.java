package org.bailiwick.ca;

import java.net.URI;
import java.util.Optional;

/**
 * A policy under which a certificate is issued (RFC 5280 §4.2.1.4).
 *
 * @param id its object identifier; not anyPolicy, which would say nothing
 * @param statement where the certification practice statement is (the CPS pointer qualifier): http or https, in ASCII
 */
public record CertificatePolicy(ObjectIdentifier id, Optional<URI> statement) {

    private static final String ANY_POLICY = "2.5.29.32.0";

    public CertificatePolicy {
        if (id.dotted().equals(ANY_POLICY)) {
            throw new IllegalArgumentException("anyPolicy names no policy");
        }
        statement.ifPresent(url -> WebUrls.require(url, "http", "https"));
    }
}
