package org.bailiwick.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.acme.SubjectName;

/** The types of names that there are rules about. */
public enum NameType {
    /** {@code dNSName}. */
    DNS("dns", "DNS names"),
    /** {@code iPAddress}. */
    IP("ip", "IP addresses"),
    /** {@code rfc822Name}. */
    EMAIL("email", "e-mail addresses"),
    /** {@code uniformResourceIdentifier}. */
    URI("uri", "URIs"),
    /** The subject's {@code commonName}. */
    COMMON_NAME("cn", "common names");

    /** No DNS name: its last label would be a number. */
    private static final Pattern ADDRESSES = Pattern.compile("[0-9.]++|[^:/]*+[:/].*+");

    private final String word;
    private final String plural;

    NameType(String word, String plural) {
        this.word = word;
        this.plural = plural;
    }

    /** As documents say it: {@code dns}. */
    public String word() {
        return word;
    }

    /** As sentences say it: {@code DNS names}. */
    String plural() {
        return plural;
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException with a sentence for an administrator if it is no rule about names of this type
     */
    public NameRule rule(String text) {
        return switch (this) {
            case DNS -> DnsRule.parse(text);
            case IP -> IpRule.parse(text);
            case EMAIL -> EmailRule.parse(text);
            case URI -> UriRule.parse(text);
            case COMMON_NAME -> CommonNameRule.parse(text);
        };
    }

    /** The type that a document names. */
    public static Optional<NameType> withWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    /** The type of a name; empty if there are no rules about such. */
    static Optional<NameType> of(SubjectName name) {
        return withWord(name.type());
    }

    /** The type of a rule that is written without one, of names or addresses. */
    static NameType ofBareRule(String text) {
        return ADDRESSES.matcher(text).matches() ? IP : DNS;
    }
}
