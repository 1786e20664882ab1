package org.bailiwick.acme;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * A common name (RFC 5280 Appendix A.1, {@code id-at-commonName}): any text.
 *
 * @param value as it is in the certificate
 */
public record CommonName(String value) implements SubjectName {

    public CommonName {
        if (value.isBlank()) {
            throw new AcmeException(ProblemType.MALFORMED.problem("A common name has at least one character."));
        }
    }

    @Override
    public String type() {
        return "cn";
    }

    /**
     * The text by which common names are compared: without a difference of case, of spaces, or of forms of one character
     * (in the manner of RFC 4518 §2).
     */
    public String compared() {
        return Normalizer.normalize(value, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("\\s+", " ");
    }

    /** The name of another type that software would see in it: there is no common name like that of a server. */
    public Optional<SubjectName> readAs() {
        try {
            return Optional.of(SubjectName.parse(value));
        } catch (AcmeException onlyText) {
            return Optional.empty();
        }
    }

    /** Common names that differ by case only are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CommonName name && name.compared().equals(compared());
    }

    @Override
    public int hashCode() {
        return compared().hashCode();
    }
}
