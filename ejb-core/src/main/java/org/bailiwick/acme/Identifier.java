package org.bailiwick.acme;

/**
 * A name that a certificate is asked for (RFC 8555 §7.1.3, §9.7.7; RFC 8738 §3). Always in canonical form, so that
 * {@code equals} means "the same name".
 */
public sealed interface Identifier extends SubjectName permits DnsIdentifier, IpIdentifier {

    /** The identifier type as on the wire: {@code dns} or {@code ip}. */
    @Override
    String type();

    /** The canonical value as on the wire. */
    @Override
    String value();

    /** The name itself, or the base name of a wildcard (RFC 8555 §7.1.4: the authorization's identifier). */
    default String baseName() {
        return value();
    }

    /**
     * Reads an identifier as a client sent it.
     *
     * @param type the wire type
     * @param value the wire value
     * @return the canonical identifier
     * @throws AcmeException {@code unsupportedIdentifier} for a type that is neither {@code dns} nor {@code ip},
     *     {@code malformed} for a value that is no name of that type, {@code rejectedIdentifier} for one that is a name
     *     but that no certificate may carry
     */
    static Identifier parse(String type, String value) {
        return switch (type) {
            case "dns" -> DnsIdentifier.parse(value);
            case "ip" -> IpIdentifier.parse(value);
            default ->
                throw new AcmeException(ProblemType.UNSUPPORTED_IDENTIFIER.problem(
                        "Identifiers of type \"%s\" are not supported; use \"dns\" or \"ip\"."
                                .formatted(Problem.printable(type))));
        };
    }
}
