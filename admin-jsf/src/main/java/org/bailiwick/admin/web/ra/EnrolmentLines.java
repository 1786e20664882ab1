package org.bailiwick.admin.web.ra;

import java.net.URI;

/**
 * What is to be written where a registration authority is, so that it enrols. The parts that are filled in are letters, digits,
 * hyphens and underscores, or the server's own URL.
 *
 * @param url where its messages go
 * @param name its segment of that
 * @param secret base64url
 */
record EnrolmentLines(String url, String name, String secret) {

    private static final String SECRET_FILE = "/etc/bailiwick/upstream-secret";
    private static final String TRUST_FILE = "/etc/bailiwick/upstream-root.pem";

    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /** For a shell: the secret in a file that nobody else reads. It is no argument of a program, which others could see. */
    String file() {
        return "(umask 077; printf %%s '%s' > %s)".formatted(secret, SECRET_FILE);
    }

    /** The settings of another server of this kind. */
    String settings() {
        return """
                BAILIWICK_UPSTREAM_URL=%s
                BAILIWICK_UPSTREAM_TRUST=%s
                BAILIWICK_UPSTREAM_SECRET_FILE=%s"""
                .formatted(url, TRUST_FILE, SECRET_FILE);
    }

    /** The same by OpenSSL's client. */
    String openSsl() {
        URI ca = URI.create(url);
        boolean tls = "https".equals(ca.getScheme());
        int port = ca.getPort() >= 0 ? ca.getPort() : tls ? HTTPS : HTTP;
        return """
                openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out %1$s.key
                openssl cmp -config '' -cmd ir -server %2$s:%3$d -path %4$s%5$s \\
                  -ref %1$s -secret file:%6$s -mac hmacWithSHA256 -unprotected_errors -keep_alive 0 \\
                  -newkey %1$s.key -subject /CN=%1$s -certout %1$s.pem"""
                .formatted(
                        name,
                        ca.getHost(),
                        port,
                        ca.getPath().replaceFirst("^/", ""),
                        tls ? " -tls_used -tls_trusted " + TRUST_FILE : "",
                        SECRET_FILE);
    }
}
