package org.bailiwick.acme;

import java.util.regex.Pattern;

/**
 * A DNS name, or a wildcard of one ({@code *.corp}), in canonical form: A-labels, lower case, no trailing dot (RFC 8555
 * §7.1.3, §7.1.4; RFC 5280 §4.2.1.6; RFC 5890 for labels). Names inside networks are the normal case: single labels and
 * private top-level domains are names like any other.
 *
 * @param value the canonical name, with a leading {@code *.} when it is a wildcard
 */
public record DnsIdentifier(String value) implements Identifier {

    /** RFC 1035 §2.3.4: 255 octets on the wire are 253 characters of text. */
    private static final int MAXIMUM_LENGTH = 253;

    /** A letter-digit-hyphen label, RFC 1035 §2.3.1 as relaxed by RFC 1123 §2.1. */
    private static final Pattern LDH_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private static final Pattern DIGITS = Pattern.compile("(0x[0-9a-f]*|[0-9]+)");

    public DnsIdentifier {
        String name = value.startsWith("*.") ? value.substring(2) : value;
        requireName(name, value);
    }

    @Override
    public String type() {
        return "dns";
    }

    /** Whether this is a wildcard: {@code *.} and a base name. */
    public boolean wildcard() {
        return value.startsWith("*.");
    }

    @Override
    public String baseName() {
        return wildcard() ? value.substring(2) : value;
    }

    static DnsIdentifier parse(String text) {
        String lower = toLowerCaseAscii(text);
        return new DnsIdentifier(lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower);
    }

    private static void requireName(String name, String whole) {
        if (name.isEmpty()) {
            throw malformed(whole, "it is empty");
        }
        if (whole.length() > MAXIMUM_LENGTH) {
            throw malformed(whole, "it is longer than 253 characters");
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            requireLabel(label, whole);
        }
        // An all-digit or hexadecimal last label makes URL parsers and resolvers read the name as an IPv4 address.
        if (DIGITS.matcher(labels[labels.length - 1]).matches()) {
            throw malformed(whole, "its last label is a number, which makes it an address; use type \"ip\"");
        }
    }

    private static void requireLabel(String label, String whole) {
        if (label.isEmpty()) {
            throw malformed(whole, "it has an empty label");
        }
        if (label.indexOf('_') >= 0) {
            throw rejected(whole, "a host name in a certificate has no underscore (RFC 5280 §4.2.1.6)");
        }
        if (label.indexOf('*') >= 0) {
            throw malformed(whole, "a wildcard is \"*.\" and a name, with the \"*\" alone in the leftmost label");
        }
        if (!LDH_LABEL.matcher(label).matches()) {
            throw malformed(
                    whole,
                    "the label \"%s\" is not 1 to 63 letters, digits and inner hyphens (internationalised names as A-labels, \"xn--…\")"
                            .formatted(Problem.printable(label)));
        }
        if (label.startsWith(ALabel.PREFIX)) {
            if (!ALabel.isValid(label)) {
                throw rejected(whole, "the label \"%s\" is not a valid A-label (RFC 5890 §2.3.2.1)".formatted(label));
            }
        } else if (label.startsWith("--", 2)) {
            throw malformed(whole, "the label \"%s\" has a reserved \"--\" prefix (RFC 5890)".formatted(label));
        }
    }

    /** Only A–Z: a Kelvin sign or a dotless i must not turn into a letter. */
    private static String toLowerCaseAscii(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return lower.toString();
    }

    private static AcmeException malformed(String name, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(
                "\"%s\" is not a DNS name: %s.".formatted(Problem.printable(name), because)));
    }

    private static AcmeException rejected(String name, String because) {
        return new AcmeException(ProblemType.REJECTED_IDENTIFIER.problem(
                "\"%s\" cannot be in a certificate: %s.".formatted(Problem.printable(name), because)));
    }
}
