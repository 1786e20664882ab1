package org.bailiwick.acme;

import java.util.regex.Pattern;

/**
 * An e-mail address (RFC 5280 §4.2.1.6, {@code rfc822Name}): a mailbox at a DNS name. The part before the {@code @} keeps
 * its case (RFC 5321 §2.4); quoted forms, which would be a second text for the same mailbox, are refused, and so is
 * {@code *}.
 *
 * @param localPart before the {@code @}
 * @param domain after it; no wildcard
 */
public record Rfc822Name(String localPart, DnsIdentifier domain) implements SubjectName {

    /** RFC 5321 §4.5.3.1.1. */
    private static final int LOCAL_PART_MAXIMUM = 64;

    /** RFC 5322 §3.2.3, {@code dot-atom-text}, but for {@code *}. */
    private static final Pattern DOT_ATOM =
            Pattern.compile("[A-Za-z0-9!#$%&'+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'+/=?^_`{|}~-]+)*");

    public Rfc822Name {
        if (localPart.length() > LOCAL_PART_MAXIMUM
                || !DOT_ATOM.matcher(localPart).matches()) {
            throw malformed(
                    localPart + "@" + domain.value(),
                    "what stands before the \"@\" is not 1 to 64 letters, digits and signs without quotes and \"*\"");
        }
        if (domain.wildcard()) {
            throw malformed(localPart + "@" + domain.value(), "a mailbox is at one name, not at a wildcard");
        }
    }

    @Override
    public String type() {
        return "email";
    }

    @Override
    public String value() {
        return localPart + "@" + domain.value();
    }

    static Rfc822Name parse(String text) {
        int at = text.lastIndexOf('@');
        if (at < 0) {
            throw malformed(text, "there is no \"@\" in it");
        }
        return new Rfc822Name(text.substring(0, at), DnsIdentifier.parse(text.substring(at + 1)));
    }

    private static AcmeException malformed(String text, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(
                "\"%s\" is not an e-mail address: %s.".formatted(Problem.printable(text), because)));
    }
}
