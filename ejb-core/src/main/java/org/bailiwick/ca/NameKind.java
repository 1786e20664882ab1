package org.bailiwick.ca;

import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;

/** The kinds of subject alternative names that are issued (RFC 5280 §4.2.1.6). */
public enum NameKind {
    /** {@code dNSName}. */
    DNS("dns", "DNS names"),
    /** {@code iPAddress}. */
    IP("ip", "IP addresses");

    private final String word;
    private final String words;

    NameKind(String word, String words) {
        this.word = word;
        this.words = words;
    }

    /** As ACME calls it (RFC 8555 §9.7.7, RFC 8738). */
    public String word() {
        return word;
    }

    /** For a person, several of them. */
    String words() {
        return words;
    }

    static NameKind of(Identifier identifier) {
        return identifier instanceof IpIdentifier ? IP : DNS;
    }
}
