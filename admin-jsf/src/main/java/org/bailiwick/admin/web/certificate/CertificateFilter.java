package org.bailiwick.admin.web.certificate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.admin.web.SearchText;
import org.bailiwick.certificate.CertificateCriteria;
import org.bailiwick.certificate.CertificateState;

/**
 * What the fields above the list of certificates say.
 *
 * @param by what the text is
 * @param state its word; empty for any
 * @param before a date as ISO 8601 writes it; empty for none
 * @param account an id; empty for all
 * @param key an id of an external account key; empty for all
 * @param authority an id; empty for all
 * @param relayed an id of a registration authority that relayed the requests for them; empty for all
 */
record CertificateFilter(
        String by,
        String text,
        String state,
        String before,
        String account,
        String key,
        String authority,
        String relayed) {

    /** What the text may be. */
    enum By {
        /** A domain: what is that, or below it. Also a serial number or a hash, if it looks like one. */
        BELOW,
        /** A whole name. */
        NAME,
        /** What a name begins with. */
        BEGINNING,
        /** A serial number. */
        SERIAL,
        /** The hash of a certificate. */
        SHA256;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static By named(String word) {
            return Arrays.stream(values())
                    .filter(by -> by.word().equals(word))
                    .findFirst()
                    .orElse(BELOW);
        }
    }

    /** As people copy them out of other programs. */
    private static final Pattern SEPARATORS = Pattern.compile("[:\\s]");

    private static final Pattern SERIAL = Pattern.compile("[0-9a-f]{1,40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Ours have 159 random bits; a label that looks like one is less likely than somebody who seeks one. */
    private static final Pattern LIKE_A_SERIAL = Pattern.compile("[0-9a-f]{36,40}");

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    static List<String> kinds() {
        return Arrays.stream(By.values()).map(By::word).toList();
    }

    boolean isEmpty() {
        return text.isBlank()
                && state.isEmpty()
                && before.isEmpty()
                && account.isBlank()
                && key.isBlank()
                && authority.isBlank()
                && relayed.isBlank();
    }

    /**
     * Reads them.
     *
     * @throws AdminException {@code INVALID}, with a sentence
     */
    CertificateCriteria criteria() {
        By kind = kind();
        Optional<String> name = kind == By.SERIAL || kind == By.SHA256 ? Optional.empty() : SearchText.name(text);
        CertificateCriteria.Builder criteria = CertificateCriteria.builder();
        switch (kind) {
            case NAME -> name.ifPresent(criteria::name);
            case BELOW -> name.map(CertificateFilter::domain).ifPresent(criteria::below);
            case BEGINNING -> name.ifPresent(criteria::beginning);
            case SERIAL -> SearchText.of(text).map(CertificateFilter::serial).ifPresent(criteria::serial);
            case SHA256 -> SearchText.of(text).map(CertificateFilter::sha256).ifPresent(criteria::sha256);
        }
        SearchText.id(account).ifPresent(criteria::account);
        SearchText.id(key).ifPresent(criteria::externalAccountKey);
        Ids.uuid(relayed).ifPresent(criteria::registrationAuthority);
        CertificateState.named(state).ifPresent(criteria::state);
        SearchText.of(before).map(CertificateFilter::date).ifPresent(criteria::expiresBefore);
        Ids.uuid(authority).ifPresent(criteria::authority);
        return criteria.build();
    }

    private By kind() {
        By chosen = By.named(by);
        String digits = digits(text);
        if (chosen != By.BELOW) {
            return chosen;
        }
        return SHA256.matcher(digits).matches()
                ? By.SHA256
                : LIKE_A_SERIAL.matcher(digits).matches() ? By.SERIAL : By.BELOW;
    }

    /** A policy writes what is below a domain as {@code **.corp}, others as {@code .corp}. */
    private static String domain(String name) {
        return name.replaceFirst("^(\\*\\*)?\\.", "");
    }

    private static String serial(String typed) {
        String digits = digits(typed);
        if (!SERIAL.matcher(digits).matches()) {
            throw AdminException.invalid("A serial number has at most 40 hexadecimal digits, with or without colons.");
        }
        // other programs show the octet of the sign, too
        String number = digits.replaceFirst("^0+(?=.)", "");
        return number.length() % 2 == 0 ? number : "0" + number;
    }

    private static String sha256(String typed) {
        String digits = digits(typed);
        if (!SHA256.matcher(digits).matches()) {
            throw AdminException.invalid(
                    "The SHA-256 of a certificate has 64 hexadecimal digits, with or without colons.");
        }
        return digits;
    }

    private static String digits(String typed) {
        return SEPARATORS.matcher(typed).replaceAll("").toLowerCase(Locale.ROOT);
    }

    private static Instant date(String typed) {
        try {
            if (DATE.matcher(typed).matches()) {
                return LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
        } catch (DateTimeParseException none) {
            // as any other that is none
        }
        throw AdminException.invalid("A date is written as 2027-06-01.");
    }
}
