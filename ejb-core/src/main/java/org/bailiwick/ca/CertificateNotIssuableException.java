package org.bailiwick.ca;

import java.io.Serial;
import java.util.List;

/**
 * A certificate that would not be what RFC 5280, its profile or its order demand, so that it is not signed. The fault is
 * ours (a profile, the issuer's certificate, a bug), never the client's. The findings tell nobody a secret: they are for the
 * administrators, and for the client to show them.
 */
public final class CertificateNotIssuableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final List<String> findings;

    CertificateNotIssuableException(List<String> findings) {
        super("not to be signed: " + String.join("; ", findings));
        this.findings = List.copyOf(findings);
    }

    CertificateNotIssuableException(String finding) {
        this(List.of(finding));
    }

    /** What is wrong, one clause each. */
    public List<String> findings() {
        return findings;
    }
}
