package org.bailiwick.certificate;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;

/**
 * A certificate in a list.
 *
 * @param id as its URL has it
 * @param serial hexadecimal, lower case
 * @param names the first of its names
 * @param more how many more there are
 * @param authority its name
 * @param state the word
 */
public record CertificateOverview(
        String id,
        String serial,
        List<String> names,
        int more,
        String authority,
        String state,
        Instant issuedAt,
        Instant notAfter)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public CertificateOverview {
        names = List.copyOf(names);
    }

    /** Its first name, or the serial number if it has none. */
    public String title() {
        return names.isEmpty() ? serial : names.get(0);
    }

    /** The other names that are shown. */
    public List<String> others() {
        return names.subList(Math.min(1, names.size()), names.size());
    }
}
