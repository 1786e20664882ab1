package org.bailiwick.authority.standing;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with an issuer's OCSP responder.
 *
 * @param state {@code ready}: it has a certificate that is valid; {@code missing}: none yet, or none any more; {@code over}:
 *     the issuer's own certificate has ended; {@code none}: a root, of which there are CRLs only, or another CA's
 * @param until when the responder's certificate ends, before which it gets another; null if it has none
 */
public record OcspStanding(String state, @Nullable Instant until) {

    static final OcspStanding NONE = new OcspStanding("none", null);

    static OcspStanding of(Optional<Instant> until, Instant end, Instant now) {
        if (now.isAfter(end)) {
            return new OcspStanding("over", null);
        }
        return new OcspStanding(until.isPresent() ? "ready" : "missing", until.orElse(null));
    }

    /** How it looks: good, warning, bad or neutral. */
    public String tone() {
        return switch (state) {
            case "ready" -> "good";
            case "missing" -> "warning";
            default -> "neutral";
        };
    }
}
