package org.bailiwick.certificate;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;

/**
 * Where a list of certificates goes on: after one of them, which need not exist any more. It says so for either order.
 *
 * @param notAfter that one's last second of validity
 */
public record CertificatePosition(Instant notAfter, ResourceId id) {

    private static final String SEPARATOR = "~";

    /** All certificates end before (RFC 5280 §4.1.2.5). A database does not know all years that Java does. */
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Reads what {@link #toString} wrote; empty if it is nothing like it. */
    public static Optional<CertificatePosition> parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        try {
            Instant notAfter = Instant.parse(parts[0]);
            if (notAfter.isBefore(Instant.EPOCH) || !notAfter.isBefore(END)) {
                return Optional.empty();
            }
            return ResourceId.parse(parts[1]).map(id -> new CertificatePosition(notAfter, id));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** For a URL. */
    @Override
    public String toString() {
        return notAfter + SEPARATOR + id;
    }
}
