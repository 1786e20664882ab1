package org.bailiwick.ca;

import java.time.Instant;

/** What is known of a certificate (RFC 6960 §2.2). */
public sealed interface OcspStatus {

    /** It was issued and is not revoked. */
    OcspStatus GOOD = new Good();

    /** This issuer issued no such certificate, as far as is recorded. */
    OcspStatus UNKNOWN = new Unknown();

    /** See {@link #GOOD}. */
    record Good() implements OcspStatus {}

    /** See {@link #UNKNOWN}. */
    record Unknown() implements OcspStatus {}

    /**
     * It is revoked, for good.
     *
     * @param at since when
     * @param reason why
     */
    record Revoked(Instant at, RevocationReason reason) implements OcspStatus {}
}
