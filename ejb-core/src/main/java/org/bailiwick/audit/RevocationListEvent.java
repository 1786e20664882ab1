package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/**
 * A CRL was published.
 *
 * @param number RFC 5280 §5.2.3
 * @param entries how many certificates it lists
 * @param sha256 of its DER, hexadecimal
 */
public record RevocationListEvent(
        UUID issuer, long number, Instant thisUpdate, Instant nextUpdate, long entries, String sha256)
        implements AuditEvent {

    @Override
    public String kind() {
        return "crl-published";
    }

    @Override
    public JsonObject document() {
        return Facts.of("issuer", issuer)
                .and("number", number)
                .and("thisUpdate", thisUpdate)
                .and("nextUpdate", nextUpdate)
                .and("entries", entries)
                .and("sha256", sha256)
                .document();
    }
}
