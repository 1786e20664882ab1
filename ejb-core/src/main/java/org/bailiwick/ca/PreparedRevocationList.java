package org.bailiwick.ca;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.hash.Sha256;

/**
 * A {@code TBSCertList} that passed every check and may be signed once, by the issuer that prepared it. Only
 * {@link RevocationListIssuer#prepare} makes one.
 */
public final class PreparedRevocationList {

    private final RevocationListIssuer issuer;
    private final byte[] tbs;
    private final String checked;
    private final long number;
    private final Instant thisUpdate;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    /**
     * One that was checked.
     *
     * @param tbs not copied, as it may be large; nobody else has it
     */
    PreparedRevocationList(RevocationListIssuer issuer, byte[] tbs, long number, Instant thisUpdate) {
        this.issuer = issuer;
        this.tbs = tbs;
        this.checked = Sha256.hexadecimal(tbs);
        this.number = number;
        this.thisUpdate = thisUpdate;
    }

    /** Its CRL number (RFC 5280 §5.2.3). */
    public long number() {
        return number;
    }

    /** When it was issued, as it says. */
    public Instant thisUpdate() {
        return thisUpdate;
    }

    /**
     * Takes the octets to be signed, once. They are these and no copy.
     *
     * @throws IllegalStateException if another issuer asks, or if it was asked before
     */
    byte[] redeem(RevocationListIssuer by) {
        if (by != issuer) {
            throw new IllegalStateException("CRL %d was prepared by another issuer".formatted(number));
        }
        if (!redeemed.compareAndSet(false, true)) {
            throw new IllegalStateException("CRL %d was handed out for signing before".formatted(number));
        }
        return tbs;
    }

    /** Whether they still are the octets that were checked, after they were in others' hands. */
    boolean isUnchanged() {
        return Sha256.hexadecimal(tbs).equals(checked);
    }
}
