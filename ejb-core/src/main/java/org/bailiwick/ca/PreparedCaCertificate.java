package org.bailiwick.ca;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@code TBSCertificate} of a CA that passed every check and may be signed once, by the CA that prepared it. Only
 * {@link CaCertificateIssuer} makes one.
 */
public final class PreparedCaCertificate {

    private final CaCertificateIssuer issuer;
    private final byte[] tbs;
    private final SerialNumber serial;
    private final Validity validity;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    PreparedCaCertificate(CaCertificateIssuer issuer, byte[] tbs, SerialNumber serial, Validity validity) {
        this.issuer = issuer;
        this.tbs = tbs.clone();
        this.serial = serial;
        this.validity = validity;
    }

    /** Its serial number. */
    public SerialNumber serial() {
        return serial;
    }

    Instant notBefore() {
        return validity.notBefore();
    }

    Instant notAfter() {
        return validity.notAfter();
    }

    /**
     * Takes the octets to be signed, once.
     *
     * @throws IllegalStateException if another CA asks, or if it was asked before
     */
    byte[] redeem(CaCertificateIssuer by) {
        if (by != issuer || !redeemed.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "certificate %s was prepared by another CA, or signed before".formatted(serial));
        }
        return tbs.clone();
    }
}
