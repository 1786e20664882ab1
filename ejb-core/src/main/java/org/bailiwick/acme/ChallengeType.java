package org.bailiwick.acme;

/** The challenge types that we validate (RFC 8555 §9.7.8). */
public enum ChallengeType {
    /** RFC 8555 §8.3. */
    HTTP_01("http-01"),
    /** RFC 8555 §8.4. */
    DNS_01("dns-01"),
    /** RFC 8737. */
    TLS_ALPN_01("tls-alpn-01");

    private final String wireName;

    ChallengeType(String wireName) {
        this.wireName = wireName;
    }

    /** The name as registered with IANA. */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether a challenge of this type can show control of the identifier: of a wildcard, which is many hosts, only the DNS
     * can (RFC 8555 §8.3, §8.4; RFC 8737 §3), of an address only who answers there (RFC 8738 §4).
     */
    public boolean canProve(Identifier identifier) {
        boolean wildcard = identifier instanceof DnsIdentifier name && name.wildcard();
        return switch (this) {
            case HTTP_01, TLS_ALPN_01 -> !wildcard;
            case DNS_01 -> identifier instanceof DnsIdentifier;
        };
    }
}
