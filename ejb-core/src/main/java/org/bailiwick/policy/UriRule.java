package org.bailiwick.policy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.UriName;
import org.bailiwick.acme.UriParts;

/**
 * A rule about URIs: {@code spiffe://corp/ns/prod} is about URIs of that scheme and host whose path is {@code /ns/prod} or
 * below it; without a scheme ({@code //**.corp/}) about those of any scheme, without a port about those with any. The host
 * is an address, or as in rules about DNS names. A path that ends with a {@code /} is about what is below only.
 *
 * @param scheme lower case; empty for any
 * @param host as a rule about DNS names or addresses
 * @param port empty for any
 * @param path the prefix, canonical
 */
record UriRule(Optional<String> scheme, NameRule host, OptionalInt port, String path) implements NameRule {

    /** Where in a range of addresses its length of prefix would stand. */
    private static final Pattern ONLY_A_NUMBER = Pattern.compile("/[0-9]+/?");

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is not {@code [scheme:]//host[:port][/path]}
     */
    static UriRule parse(String text) {
        try {
            UriParts parts = UriParts.of(text)
                    .orElseThrow(() ->
                            NameRule.notARule(text, "it is not scheme://host/path, or //host/path for any scheme"));
            if (looksLikeRange(parts)) {
                throw NameRule.notARule(
                        text,
                        "it looks like a range of addresses, and rules about URIs are about one address; if the number is a path, write the port, too");
            }
            return new UriRule(parts.scheme(), host(parts, text), parts.port(), parts.path());
        } catch (AcmeException notAPath) {
            throw NameRule.notARule(text, notAPath.problem().detail());
        }
    }

    private static boolean looksLikeRange(UriParts parts) {
        return parts.address()
                && parts.port().isEmpty()
                && ONLY_A_NUMBER.matcher(parts.path()).matches();
    }

    private static NameRule host(UriParts parts, String text) {
        try {
            return parts.address() ? IpRule.parse(parts.host()) : DnsRule.parse(parts.host());
        } catch (IllegalArgumentException notAHost) {
            throw NameRule.notARule(text, String.valueOf(notAHost.getMessage()));
        }
    }

    /** Whether it is about URIs of that scheme and port, as its host and path match. */
    boolean isAboutOrigin(UriName name) {
        return scheme.filter(wanted -> !wanted.equals(name.scheme())).isEmpty()
                && (port.isEmpty() || port.equals(name.effectivePort()));
    }

    @Override
    public NameType type() {
        return NameType.URI;
    }

    @Override
    public String text() {
        return scheme.map(name -> name + ":").orElse("")
                + "//"
                + UriParts.written(host.text())
                + (port.isPresent() ? ":" + port.getAsInt() : "")
                + path;
    }

    @Override
    public String toString() {
        return text();
    }
}
