package org.bailiwick.admin.web.ra;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.admin.AdminException;
import org.bailiwick.ra.RegistrationAuthority;
import org.jspecify.annotations.Nullable;

/** How many requests in a minute, as it is written in a field. */
final class Rate {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private Rate() {}

    /**
     * Reads it.
     *
     * @return empty for as many as come
     * @throws AdminException {@code INVALID} if it is no number, or none that it can be
     */
    static Optional<Integer> read(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int rate = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        if (rate < 1 || rate > RegistrationAuthority.HIGHEST_RATE) {
            throw AdminException.invalid(
                    "Write how many requests in a minute as a number from 1 to %d, or nothing for as many as come."
                            .formatted(RegistrationAuthority.HIGHEST_RATE));
        }
        return Optional.of(rate);
    }

    static String write(@Nullable Integer rate) {
        return rate == null ? "" : rate.toString();
    }
}
