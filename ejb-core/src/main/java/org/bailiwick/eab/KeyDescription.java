package org.bailiwick.eab;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What of a key's terms is for people to keep right, as it changes nothing of what its accounts may ask for.
 *
 * @param owner who answers for it; at most {@value KeyTerms#OWNER_LENGTH} characters
 * @param note at most {@value KeyTerms#NOTE_LENGTH} characters
 * @param expiresAt from when on it is of no use; empty for never
 */
public record KeyDescription(Optional<String> owner, Optional<String> note, Optional<Instant> expiresAt) {

    /** Later, a database may not keep it. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException with a sentence, if one cannot be
     */
    public KeyDescription {
        owner = owner.flatMap(sent -> KeyTerms.text("owner", sent, KeyTerms.OWNER_LENGTH));
        note = note.flatMap(sent -> KeyTerms.text("note", sent, KeyTerms.NOTE_LENGTH));
        if (expiresAt.filter(LATEST::isBefore).isPresent()) {
            throw new IllegalArgumentException(
                    "A key expires in the year 9999 at the latest; name no time if it never does.");
        }
    }

    /**
     * Reads when a key expires, as people write it: a time as {@code 2027-12-31T00:00:00Z}, or a day, which is its beginning
     * in UTC.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static Instant expiry(String text) {
        try {
            return text.length() == "2027-12-31".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw new IllegalArgumentException(
                    "\"expires\" is a time as 2027-12-31T00:00:00Z, or a day as 2027-12-31.", notATime);
        }
    }
}
