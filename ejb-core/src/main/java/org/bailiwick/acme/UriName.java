package org.bailiwick.acme;

import java.util.OptionalInt;

/**
 * A URI with a host (RFC 5280 §4.2.1.6, {@code uniformResourceIdentifier}; RFC 3986 §3), in canonical form (§6.2.2): lower
 * case scheme and host, no percent-encoding where there need be none, and a path. What would let two readers see two
 * things is refused: user information, a query or a fragment, dot segments and empty ones, an encoded {@code /} or
 * {@code \}.
 *
 * @param scheme lower case
 * @param host a DNS name that is no wildcard, or an address
 * @param port empty if it is not written, or the scheme's own
 * @param path begins with a {@code /}
 */
public record UriName(String scheme, Identifier host, OptionalInt port, String path) implements SubjectName {

    public UriName {
        if (host instanceof DnsIdentifier dns && dns.wildcard()) {
            throw malformed(scheme + "://" + host.value(), "its host is one name, not a wildcard");
        }
        if (!path.equals(UriPath.canonical(path))) {
            throw malformed(path, "its path is not in canonical form");
        }
    }

    @Override
    public String type() {
        return "uri";
    }

    @Override
    public String value() {
        return scheme + "://" + UriParts.written(host.value()) + (port.isPresent() ? ":" + port.getAsInt() : "") + path;
    }

    /** The port that is written, or the scheme's own; empty for schemes whose own is not known here. */
    public OptionalInt effectivePort() {
        return port.isPresent() ? port : ownPort(scheme);
    }

    private static OptionalInt ownPort(String scheme) {
        return switch (scheme) {
            case "https" -> OptionalInt.of(443);
            case "http" -> OptionalInt.of(80);
            default -> OptionalInt.empty();
        };
    }

    static UriName parse(String text) {
        UriParts parts = UriParts.of(text)
                .filter(read -> read.scheme().isPresent())
                .orElseThrow(
                        () -> malformed(
                                text,
                                "it is not scheme://host/path; user information, a query and a fragment have no place in a certificate"));
        String scheme = parts.scheme().orElseThrow();
        OptionalInt port = parts.port().equals(ownPort(scheme)) ? OptionalInt.empty() : parts.port();
        Identifier host =
                parts.address() ? IpIdentifier.ofAnyText(parts.host()) : Identifier.parse("dns", parts.host());
        return new UriName(scheme, host, port, parts.path());
    }

    private static AcmeException malformed(String text, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(
                "\"%s\" is not a URI that can be judged: %s.".formatted(Problem.printable(text), because)));
    }
}
