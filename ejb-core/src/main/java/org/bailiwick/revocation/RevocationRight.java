package org.bailiwick.revocation;

/** What permits somebody to revoke a certificate (RFC 8555 §7.6). */
enum RevocationRight {
    /** He has its private key. */
    CERTIFICATE_KEY("certificateKey"),
    /** His account ordered it. */
    ORDERED("ordered"),
    /** His account is authorized for all names in it. */
    AUTHORIZED("authorized");

    private final String word;

    RevocationRight(String word) {
        this.word = word;
    }

    /** As the audit log writes it. */
    String word() {
        return word;
    }
}
