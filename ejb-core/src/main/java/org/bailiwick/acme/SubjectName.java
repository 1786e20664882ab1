package org.bailiwick.acme;

import java.util.regex.Pattern;

/**
 * A name that a certificate gives its subject, in whatever place: a subject alternative name of any kind (RFC 5280
 * §4.2.1.6) or the common name. ACME knows two kinds, its {@link Identifier}s. Always in canonical form, so that
 * {@code equals} means "the same name".
 */
public sealed interface SubjectName permits Identifier, CommonName, Rfc822Name, UriName, UnsupportedName {

    /**
     * What looks like an address to people: no DNS name's last label is a number. Possessive, so that the time grows with
     * the length, and not with its square.
     */
    Pattern ADDRESS = Pattern.compile("[0-9.]++|[0-9A-Fa-f.]*+:[0-9A-Fa-f:.]*+");

    /** In characters: longer than any name of ours, and short enough to be looked at several times. */
    int LONGEST_WRITTEN = 1_000;

    /** {@code dns}, {@code ip}, {@code email}, {@code uri}, {@code cn}; of others the RFC's word, {@code otherName}. */
    String type();

    /** The canonical text. */
    String value();

    /**
     * Reads a name as a person wrote it.
     *
     * @param type {@code dns}, {@code ip}, {@code email}, {@code uri} or {@code cn}
     * @param value in any case; an IPv6 address in any form, and an IPv4-mapped one is the IPv4 address
     * @throws AcmeException {@code unsupportedIdentifier} for another type; {@code malformed} or {@code rejectedIdentifier}
     *     for a value that is no name of that type, or that no certificate may carry
     */
    static SubjectName parse(String type, String value) {
        return switch (type) {
            case "dns" -> Identifier.parse("dns", value);
            case "ip" -> IpIdentifier.ofAnyText(value);
            case "email" -> Rfc822Name.parse(value);
            case "uri" -> UriName.parse(value);
            case "cn" -> CommonName.parse(value);
            default ->
                throw new AcmeException(ProblemType.UNSUPPORTED_IDENTIFIER.problem(
                        "There are no names of type \"%s\"; use \"dns\", \"ip\", \"email\", \"uri\" or \"cn\"."
                                .formatted(Problem.printable(type))));
        };
    }

    /**
     * Reads a name whose type its form tells: an address, a URI if there is a {@code ://}, an e-mail address if there is an
     * {@code @}, else a DNS name.
     *
     * @param value as {@link #parse(String, String)}; at most {@link #LONGEST_WRITTEN} characters
     * @throws AcmeException as {@link #parse(String, String)}
     */
    static SubjectName parse(String value) {
        if (value.length() > LONGEST_WRITTEN) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "A name has at most %d characters, and this has %d.".formatted(LONGEST_WRITTEN, value.length())));
        }
        if (ADDRESS.matcher(value).matches()) {
            return parse("ip", value);
        }
        if (value.contains("://")) {
            return parse("uri", value);
        }
        return parse(value.indexOf('@') >= 0 ? "email" : "dns", value);
    }
}
