package org.bailiwick.ca;

import java.time.Instant;

/** What is known of a certificate (RFC 6960 §2.2). */
public sealed interface OcspStatus {

    /** It was issued and is not revoked. */
    OcspStatus GOOD = new Good();

    /** This issuer issued no such certificate, as far as is recorded. */
    OcspStatus UNKNOWN = new Unknown();

    /** {@code good}, {@code unknown} or {@code revoked}, as RFC 6960 has it. */
    String word();

    /** See {@link #GOOD}. */
    record Good() implements OcspStatus {
        @Override
        public String word() {
            return "good";
        }
    }

    /** See {@link #UNKNOWN}. */
    record Unknown() implements OcspStatus {
        @Override
        public String word() {
            return "unknown";
        }
    }

    /**
     * It is revoked, for good.
     *
     * @param at since when
     * @param reason why
     */
    record Revoked(Instant at, RevocationReason reason) implements OcspStatus {
        @Override
        public String word() {
            return "revoked";
        }
    }
}
