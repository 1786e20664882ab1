package org.bailiwick.account;

import java.util.List;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * A contact URL of an account (RFC 8555 §7.3): one {@code mailto:} address without header fields.
 *
 * @param url the URL as the client sent it
 */
public record Contact(String url) {

    private static final int MAXIMUM = 10;
    private static final int MAXIMUM_LENGTH = 320;

    /**
     * One addr-spec of dot-atoms (RFC 5322 §3.4.1), and of these only the characters that RFC 6068 §2 leaves as they are:
     * neither a list nor {@code ?subject=…} (RFC 8555 §7.3).
     */
    private static final Pattern ADDRESS = Pattern.compile(
            "[A-Za-z0-9!$'*+_~-]+(\\.[A-Za-z0-9!$'*+_~-]+)*@[A-Za-z0-9]+(-+[A-Za-z0-9]+)*(\\.[A-Za-z0-9]+(-+[A-Za-z0-9]+)*)*");

    /**
     * Checks what a client sent.
     *
     * @throws AcmeException {@code unsupportedContact} for another scheme, {@code invalidContact} for a bad address
     */
    public static List<Contact> parse(List<String> urls) {
        if (urls.size() > MAXIMUM) {
            throw new AcmeException(ProblemType.INVALID_CONTACT.problem(
                    "%d contacts are too many; give at most %d.".formatted(urls.size(), MAXIMUM)));
        }
        return urls.stream().map(Contact::parse).toList();
    }

    private static Contact parse(String url) {
        if (!url.regionMatches(true, 0, "mailto:", 0, "mailto:".length())) {
            throw new AcmeException(ProblemType.UNSUPPORTED_CONTACT.problem(
                    "\"%s\" is not supported as a contact; use a mailto: URL.".formatted(Problem.printable(url))));
        }
        if (url.length() > MAXIMUM_LENGTH
                || !ADDRESS.matcher(url.substring("mailto:".length())).matches()) {
            throw new AcmeException(ProblemType.INVALID_CONTACT.problem(
                    "\"%s\" is not one mail address; write mailto:name@host, one address an entry, without \"?\" fields."
                            .formatted(Problem.printable(url))));
        }
        return new Contact(url);
    }
}
