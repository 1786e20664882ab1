package org.bailiwick.validation;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.Token;

/**
 * An {@code http} or {@code https} URL (RFC 9110 §4.2) that we are willing to request: the host is a name or an address
 * in canonical form, there is no user information and no fragment, and every character is printable ASCII.
 *
 * @param secure whether it is {@code https}
 * @param host a DNS name, no wildcard, or an IP address
 * @param port explicit, also when it is the scheme's default
 * @param target path and query, as they go into the request line
 */
record HttpUrl(boolean secure, Identifier host, int port, String target) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAXIMUM_LENGTH = 2000;
    private static final int SHOWN_LENGTH = 500;
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7e]*");

    /** Where the key authorization must be (RFC 8555 §8.3). */
    static HttpUrl challenge(Identifier identifier, int port, Token token) {
        return new HttpUrl(false, identifier, port, "/.well-known/acme-challenge/" + token.value());
    }

    /** The URL, with the port only if it is not the scheme's default. */
    String text() {
        return (secure ? "https://" : "http://") + authority() + target;
    }

    /** The URL for a sentence: cut off if it is longer than any that begins a challenge. */
    String shown() {
        String text = text();
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "…";
    }

    /** Host and port as in a {@code Host} header (RFC 9110 §7.2). */
    String authority() {
        boolean ipv6 = host instanceof IpIdentifier && host.value().indexOf(':') >= 0;
        String name = ipv6 ? "[" + host.value() + "]" : host.value();
        return port == (secure ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    /**
     * Where a redirect leads.
     *
     * @param location the {@code Location} header: a URL, or a reference relative to this one (RFC 3986 §4.2)
     * @param challengePort a port that is permitted besides 80 and 443
     * @throws ValidationFailure {@code incorrectResponse} if we are not willing to go there
     */
    HttpUrl redirect(String location, int challengePort) throws ValidationFailure {
        if (location.isEmpty() || !VISIBLE_ASCII.matcher(location).matches()) {
            throw refused(location, "a URL has visible ASCII characters only");
        }
        URI reference;
        try {
            reference = new URI(location);
        } catch (URISyntaxException notAUrl) {
            throw refused(location, "it is not a URL");
        }
        boolean sameHost = reference.getScheme() == null && reference.getRawAuthority() == null;
        HttpUrl url = sameHost
                ? new HttpUrl(secure, host, port, resolve(reference))
                : absolute(reference, location, challengePort);
        if (url.text().length() > MAXIMUM_LENGTH) {
            throw refused(location, "the URL is longer than %d characters".formatted(MAXIMUM_LENGTH));
        }
        return url;
    }

    private HttpUrl absolute(URI reference, String location, int challengePort) throws ValidationFailure {
        boolean https = isHttps(reference, location);
        if (reference.getRawUserInfo() != null) {
            throw refused(location, "it has user information in it");
        }
        if (reference.getHost() == null) {
            throw refused(location, "its host is neither a DNS name nor an IP address");
        }
        int explicit = reference.getPort();
        int effective = explicit >= 0 ? explicit : https ? HTTPS_PORT : HTTP_PORT;
        if (effective != HTTP_PORT && effective != HTTPS_PORT && effective != challengePort) {
            throw refused(location, "port %d is not permitted".formatted(effective));
        }
        return new HttpUrl(https, host(reference.getHost(), location), effective, target(reference));
    }

    private boolean isHttps(URI reference, String location) throws ValidationFailure {
        String scheme = reference.getScheme();
        if (scheme == null) {
            return secure;
        }
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "http" -> false;
            case "https" -> true;
            default -> throw refused(location, "only http and https are followed");
        };
    }

    /** Only canonical text is an address here: whatever else some resolver may read as one is refused. */
    private static Identifier host(String host, String location) throws ValidationFailure {
        boolean ipv6 = host.startsWith("[");
        boolean ipv4 = DIGITS_AND_DOTS.matcher(host).matches();
        String text = ipv6 ? host.substring(1, host.length() - 1) : host;
        try {
            return Identifier.parse(ipv6 || ipv4 ? "ip" : "dns", text);
        } catch (AcmeException notAHost) {
            throw refused(
                    location,
                    "its host is not usable, " + notAHost.problem().detail().replaceAll("\\.$", ""));
        }
    }

    /** RFC 3986 §5.2.2 for a reference of a path, a query or both. */
    private String resolve(URI reference) {
        if (!reference.getRawPath().isEmpty()) {
            return target(URI.create(text()).resolve(reference));
        }
        // Java takes a lone query to be relative to the folder, not to the document
        String document = target.replaceAll("\\?.*", "");
        return reference.getRawQuery() == null ? target : document + "?" + reference.getRawQuery();
    }

    private static String target(URI absolute) {
        String path = absolute.getRawPath().startsWith("/") ? absolute.getRawPath() : "/" + absolute.getRawPath();
        return absolute.getRawQuery() == null ? path : path + "?" + absolute.getRawQuery();
    }

    private static ValidationFailure refused(String location, String because) {
        return ValidationFailure.lasting(
                ProblemType.INCORRECT_RESPONSE,
                "The server redirects to \"%s\", which is not followed: %s."
                        .formatted(Problem.printable(location), because));
    }
}
