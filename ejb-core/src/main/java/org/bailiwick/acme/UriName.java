package org.bailiwick.acme;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(\\[[^\\]/]*\\]|[^:/?#@\\[\\]]*)(?::([0-9]{1,5}))?(/[^?#]*)?");

    private static final int PORT_MAXIMUM = 65_535;

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
        String literal = host.value().indexOf(':') < 0 ? host.value() : "[" + host.value() + "]";
        return scheme + "://" + literal + (port.isPresent() ? ":" + port.getAsInt() : "") + path;
    }

    static UriName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw malformed(
                    text,
                    "it is not scheme://host/path; user information, a query and a fragment have no place in a certificate");
        }
        String scheme = form.group(1).toLowerCase(Locale.ROOT);
        return new UriName(
                scheme, host(form.group(2)), port(scheme, form.group(3), text), UriPath.canonical(form.group(4)));
    }

    private static Identifier host(String text) {
        if (text.startsWith("[")) {
            return IpIdentifier.ofAnyText(text.substring(1, text.length() - 1));
        }
        return SubjectName.ADDRESS.matcher(text).matches()
                ? IpIdentifier.ofAnyText(text)
                : Identifier.parse("dns", text);
    }

    private static OptionalInt port(String scheme, @Nullable String digits, String text) {
        if (digits == null) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        if (port == 0 || port > PORT_MAXIMUM) {
            throw malformed(text, "there is no port " + port);
        }
        boolean own = (scheme.equals("https") && port == 443) || (scheme.equals("http") && port == 80);
        return own ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static AcmeException malformed(String text, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(
                "\"%s\" is not a URI that can be judged: %s.".formatted(Problem.printable(text), because)));
    }
}
