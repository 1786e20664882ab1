package org.bailiwick.hsm.ceremony;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.List;

/**
 * What the certificate of a subordinate CA says beside its name and key.
 *
 * @param pathLength how many CAs may follow below it; 0 for an issuing CA
 * @param validity from now on, the last second excluded; must not end after the issuer's
 * @param crlUrls where the CRL is on which it would stand if it were revoked (RFC 5280 §4.2.1.13): each leads to the same
 * @param issuerUrls where the certificate of its issuer is (RFC 5280 §4.2.2.1), DER
 * @param names for which names it may issue
 */
public record SubordinateTerms(
        int pathLength, Period validity, List<String> crlUrls, List<String> issuerUrls, NameLimits names) {

    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException if a URL is not one of plain HTTP */
    public SubordinateTerms {
        crlUrls.forEach(SubordinateTerms::requirePlainHttp);
        issuerUrls.forEach(SubordinateTerms::requirePlainHttp);
        crlUrls = List.copyOf(crlUrls);
        issuerUrls = List.copyOf(issuerUrls);
    }

    /** Without URLs, for any names. */
    public static SubordinateTerms of(int pathLength, Period validity) {
        return new SubordinateTerms(pathLength, validity, List.of(), List.of(), NameLimits.none());
    }

    /** For the transcript. */
    String describe() {
        return "path length " + pathLength
                + (crlUrls.isEmpty() ? "" : "; CRL at " + String.join(", ", crlUrls))
                + (issuerUrls.isEmpty() ? "" : "; issuer at " + String.join(", ", issuerUrls))
                + "; " + names.describe();
    }

    /** Whoever verifies a certificate over TLS would have to verify another one first (RFC 5280 §8). */
    private static void requirePlainHttp(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw notPlainHttp(text);
        }
        if (!"http".equalsIgnoreCase(url.getScheme())
                // -1 if it names none
                || url.getPort() == 0
                || url.getPort() > HIGHEST_PORT
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null
                || !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            throw notPlainHttp(text);
        }
    }

    private static IllegalArgumentException notPlainHttp(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a URL such as http://pki.example/root.crl: CRLs and"
                        + " issuers' certificates are fetched over plain HTTP (RFC 5280 §8).");
    }
}
