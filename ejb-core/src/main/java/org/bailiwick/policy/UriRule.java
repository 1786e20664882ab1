package org.bailiwick.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UriName;
import org.bailiwick.acme.UriPath;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?//(\\[[^\\]/]*\\]|[^:/?#@\\[\\]]+)(?::([0-9]{1,5}))?(/[^?#]*)?");

    private static final int PORT_MAXIMUM = 65_535;

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is not {@code [scheme:]//host[:port][/path]}
     */
    static UriRule parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw NameRule.notARule(text, "it is not scheme://host/path, or //host/path for any scheme");
        }
        OptionalInt port = port(form.group(3), text);
        try {
            return new UriRule(
                    Optional.ofNullable(form.group(1)).map(scheme -> scheme.toLowerCase(Locale.ROOT)),
                    host(form.group(2)),
                    port,
                    UriPath.canonical(form.group(4)));
        } catch (AcmeException notAPath) {
            throw NameRule.notARule(text, notAPath.problem().detail());
        } catch (IllegalArgumentException notAHost) {
            throw NameRule.notARule(text, String.valueOf(notAHost.getMessage()));
        }
    }

    private static OptionalInt port(@Nullable String digits, String text) {
        if (digits == null) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        if (port == 0 || port > PORT_MAXIMUM) {
            throw NameRule.notARule(text, "there is no port " + port);
        }
        return OptionalInt.of(port);
    }

    private static NameRule host(String text) {
        if (text.startsWith("[")) {
            return IpRule.parse(text.substring(1, text.length() - 1));
        }
        return SubjectName.ADDRESS.matcher(text).matches() ? IpRule.parse(text) : DnsRule.parse(text);
    }

    /** Whether it is about that URI, as its host matches. */
    boolean isAboutRest(UriName name) {
        return scheme.filter(wanted -> !wanted.equals(name.scheme())).isEmpty()
                && (port.isEmpty() || port.equals(name.port()) || port.equals(ownPort(name)))
                && isAtOrBelow(name.path());
    }

    private static OptionalInt ownPort(UriName name) {
        if (name.port().isPresent()) {
            return OptionalInt.empty();
        }
        return switch (name.scheme()) {
            case "https" -> OptionalInt.of(443);
            case "http" -> OptionalInt.of(80);
            default -> OptionalInt.empty();
        };
    }

    /** A segment ends at a "/": {@code /ns/prod} is not above {@code /ns/production}. */
    private boolean isAtOrBelow(String asked) {
        return asked.startsWith(path)
                && (path.endsWith("/") || asked.length() == path.length() || asked.charAt(path.length()) == '/');
    }

    @Override
    public NameType type() {
        return NameType.URI;
    }

    @Override
    public String text() {
        boolean literal = host instanceof IpRule && host.text().indexOf(':') >= 0;
        return scheme.map(name -> name + ":").orElse("")
                + "//"
                + (literal ? "[" + host.text() + "]" : host.text())
                + (port.isPresent() ? ":" + port.getAsInt() : "")
                + path;
    }

    @Override
    public String toString() {
        return text();
    }
}
