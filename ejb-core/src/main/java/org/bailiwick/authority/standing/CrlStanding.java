package org.bailiwick.authority.standing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.revocation.RevocationList;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with an issuer's CRL.
 *
 * @param state {@code missing}: the first one comes within seconds; {@code fresh}; {@code late}: the next one should be there;
 *     {@code ended}: who checks with it refuses certificates; {@code over}: the issuer's own certificate has ended, so there
 *     are none any more; {@code none}: another CA publishes it
 * @param number of the newest; 0 for none
 * @param thisUpdate null for none
 * @param nextUpdate until when it is good; null for none
 * @param entries how many certificates it lists
 */
public record CrlStanding(
        String state, long number, @Nullable Instant thisUpdate, @Nullable Instant nextUpdate, int entries) {

    /**
     * Judges the newest.
     *
     * @param overlap how long one is good after the next one should be there
     * @param end of the issuer's own certificate
     */
    static CrlStanding of(Optional<RevocationList> newest, Duration overlap, Instant end, Instant now) {
        if (newest.isEmpty()) {
            return new CrlStanding(now.isAfter(end) ? "over" : "missing", 0, null, null, 0);
        }
        RevocationList list = newest.get();
        return new CrlStanding(
                state(list.nextUpdate(), overlap, end, now),
                list.number(),
                list.thisUpdate(),
                list.nextUpdate(),
                list.entries());
    }

    /** That of another CA's, which it publishes itself. */
    static CrlStanding ofOtherCa() {
        return new CrlStanding("none", 0, null, null, 0);
    }

    static String state(Instant nextUpdate, Duration overlap, Instant end, Instant now) {
        if (now.isAfter(end)) {
            return "over";
        }
        if (now.isAfter(nextUpdate)) {
            return "ended";
        }
        // the next one should have been there for half the time that it may take, as the health check has it
        return Duration.between(now, nextUpdate).compareTo(overlap.dividedBy(2)) < 0 ? "late" : "fresh";
    }

    /** How it looks: good, warning, bad or neutral. */
    public String tone() {
        return switch (state) {
            case "fresh" -> "good";
            case "late" -> "warning";
            case "ended" -> "bad";
            default -> "neutral";
        };
    }
}
