package org.bailiwick.ca;

/** What a certificate is for. */
public enum CertificateKind {
    /** A machine, a service, the server itself. */
    END_ENTITY("endEntity"),
    /** An issuer's OCSP responder (RFC 6960 §4.2.2.2). */
    OCSP_RESPONDER("ocspResponder"),
    /** A registration authority, which signs what it relays by it (RFC 6402 §2.10). */
    REGISTRATION_AUTHORITY("registrationAuthority"),
    /** A CA (RFC 5280 §4.2.1.9). */
    CA("ca");

    private final String word;

    CertificateKind(String word) {
        this.word = word;
    }

    /** As the admin API says it. */
    public String word() {
        return word;
    }
}
