package org.bailiwick.admin.web.authority;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.founding.WantedKey;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/** The fields of a key that is to be made, and of its certificate. */
public class KeyForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_YEARS = 50;

    private String subject = "";
    private String algorithm;
    private String scheme = "";
    private String label = "";
    private String years;

    KeyForm(KeyAlgorithm algorithm, int years) {
        this.algorithm = algorithm.name();
        this.years = Integer.toString(years);
    }

    /**
     * What was typed and chosen.
     *
     * @param whose what a sentence calls it, as {@code root}
     * @throws AdminException {@code INVALID}
     */
    WantedKey key(String whose) {
        try {
            KeyAlgorithm chosen = KeyAlgorithm.valueOf(algorithm);
            return new WantedKey(
                    CaSubject.parse(subject.strip()),
                    chosen,
                    scheme.isEmpty() ? chosen.scheme() : SignatureScheme.valueOf(scheme),
                    Optional.of(label.strip()).filter(typed -> !typed.isEmpty()));
        } catch (IllegalArgumentException wrong) {
            throw AdminException.invalid("The %s cannot be so: %s.".formatted(whose, wrong.getMessage()));
        }
    }

    /**
     * For how many years the certificate is to be valid.
     *
     * @throws AdminException {@code INVALID}
     */
    int years(String whose) {
        String typed = years.strip();
        int number = typed.matches("[0-9]{1,3}") ? Integer.parseInt(typed) : 0;
        if (number < 1 || number > MOST_YEARS) {
            throw AdminException.invalid(
                    "The %s is valid for 1 to %d years; write such a number.".formatted(whose, MOST_YEARS));
        }
        return number;
    }

    /** The names of all kinds of key. */
    public List<String> getAlgorithms() {
        return Arrays.stream(KeyAlgorithm.values()).map(KeyAlgorithm::name).toList();
    }

    /** The names of all ways to sign that a key has beside the usual one: RSA keys only. */
    public List<String> getSchemes() {
        return Arrays.stream(SignatureScheme.values())
                .filter(SignatureScheme::isRsa)
                .map(SignatureScheme::name)
                .toList();
    }

    public String getSubject() {
        return subject;
    }

    public void setSubject(String subject) {
        this.subject = subject;
    }

    public String getAlgorithm() {
        return algorithm;
    }

    public void setAlgorithm(String algorithm) {
        this.algorithm = algorithm;
    }

    /** Empty for the one that is usual for the key. */
    public String getScheme() {
        return scheme;
    }

    public void setScheme(@Nullable String scheme) {
        this.scheme = scheme == null ? "" : scheme;
    }

    /** Empty for one that the server makes up. */
    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    public String getYears() {
        return years;
    }

    public void setYears(String years) {
        this.years = years;
    }
}
