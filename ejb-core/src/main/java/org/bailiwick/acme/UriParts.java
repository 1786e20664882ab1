package org.bailiwick.acme;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URI with a host (RFC 3986 §3), or of a rule about such: {@code [scheme:]//host[:port][/path]}. There are no
 * others: user information, a query and a fragment have no place in a certificate.
 *
 * @param scheme lower case; empty if there is none
 * @param host as it is written, an IPv6 address without its brackets
 * @param address whether the host is, or at least looks like, an address
 * @param port 1 to 65535; empty if it is not written
 * @param path canonical
 */
public record UriParts(Optional<String> scheme, String host, boolean address, OptionalInt port, String path) {

    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*):)?//(\\[[^\\]/]*\\]|[^:/?#@\\[\\]]+)(?::([0-9]{1,5}))?(/[^?#]*)?");

    private static final int PORT_MAXIMUM = 65_535;

    /**
     * Reads them.
     *
     * @return empty for a text that does not have this form
     * @throws AcmeException {@code malformed} if there is no such port, or the path cannot be judged
     */
    public static Optional<UriParts> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String host = form.group(2);
        boolean literal = host.startsWith("[");
        return Optional.of(new UriParts(
                Optional.ofNullable(form.group(1)).map(scheme -> scheme.toLowerCase(Locale.ROOT)),
                literal ? host.substring(1, host.length() - 1) : host,
                literal || SubjectName.ADDRESS.matcher(host).matches(),
                port(form.group(3)),
                UriPath.canonical(form.group(4))));
    }

    private static OptionalInt port(@Nullable String digits) {
        if (digits == null) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        if (port == 0 || port > PORT_MAXIMUM) {
            throw new AcmeException(ProblemType.MALFORMED.problem("There is no port %d.".formatted(port)));
        }
        return OptionalInt.of(port);
    }

    /** The text of a host in a URI: an IPv6 address stands in brackets. */
    public static String written(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
