package org.bailiwick.acme;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A common name (RFC 5280 Appendix A.1, {@code id-at-commonName}): a text of 1 to 64 characters, without invisible ones, in
 * the one spelling that there is of it but for its case: NFKC, single spaces, none around it (in the manner of RFC 4518
 * §2).
 *
 * @param value as it is in the certificate
 */
public record CommonName(String value) implements SubjectName {

    /** X.520, {@code ub-common-name}, in characters. */
    public static final int MAXIMUM_LENGTH = 64;

    /** More than any spelling needs: to normalize a long text can take long. */
    private static final int SPELLED_MAXIMUM = 1_000;

    private static final Pattern SPACES = Pattern.compile("\\p{Zs}+");

    public CommonName {
        int length = value.codePointCount(0, value.length());
        if (length == 0 || length > MAXIMUM_LENGTH) {
            throw malformed("A common name has 1 to %d characters, not %d.".formatted(MAXIMUM_LENGTH, length));
        }
        if (value.codePoints().anyMatch(CommonName::isInvisible)) {
            throw malformed("The common name \"%s\" has a control character, or another that nobody sees."
                    .formatted(Problem.printable(value)));
        }
        if (!value.equals(spelled(value))) {
            throw malformed(
                    "The common name \"%s\" is not in its canonical spelling: NFKC, single spaces, none around it."
                            .formatted(Problem.printable(value)));
        }
    }

    /**
     * Reads one in any spelling.
     *
     * @throws AcmeException {@code malformed} if it cannot be one
     */
    public static CommonName parse(String text) {
        return new CommonName(text.length() > SPELLED_MAXIMUM ? text : spelled(text));
    }

    private static String spelled(String text) {
        return SPACES.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC))
                .replaceAll(" ")
                .strip();
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    @Override
    public String type() {
        return "cn";
    }

    /**
     * The text by which common names are compared: of what software reads in it if it reads a name, so that {@code host.corp}
     * and {@code host.corp.} are the same; in any case.
     */
    public String compared() {
        String read = readAs().map(SubjectName::value).orElse(value);
        return Normalizer.normalize(read.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** The name of another type that software would see in it: there is no common name like that of a server. */
    public Optional<SubjectName> readAs() {
        try {
            return Optional.of(SubjectName.parse(value));
        } catch (AcmeException onlyText) {
            return Optional.empty();
        }
    }

    private static AcmeException malformed(String detail) {
        return new AcmeException(ProblemType.MALFORMED.problem(detail));
    }

    /** Common names of which software or people read the same are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CommonName name && name.compared().equals(compared());
    }

    @Override
    public int hashCode() {
        return compared().hashCode();
    }
}
