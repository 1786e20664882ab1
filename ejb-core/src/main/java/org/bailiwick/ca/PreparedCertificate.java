package org.bailiwick.ca;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.SubjectName;

/**
 * A {@code TBSCertificate} that passed every check and may be signed once, by the issuer that prepared it. Only
 * {@link CertificateIssuer#prepare} and {@link CertificateIssuer#resume} make one. Store {@link #tbs()} and
 * {@link #serial()} before handing it to {@link CertificateIssuer#issue}: from then on a signature may exist.
 */
public final class PreparedCertificate {

    private final CertificateIssuer issuer;
    private final byte[] tbs;
    private final SerialNumber serial;
    private final Validity validity;
    private final List<SubjectName> names;
    private final AtomicBoolean redeemed = new AtomicBoolean();

    PreparedCertificate(
            CertificateIssuer issuer, byte[] tbs, SerialNumber serial, Validity validity, List<SubjectName> names) {
        this.issuer = issuer;
        this.tbs = tbs.clone();
        this.serial = serial;
        this.validity = validity;
        this.names = List.copyOf(names);
    }

    /** Its serial number. */
    public SerialNumber serial() {
        return serial;
    }

    /** The DER {@code TBSCertificate} (RFC 5280 §4.1.2): exactly the octets that will be signed. */
    public byte[] tbs() {
        return tbs.clone();
    }

    /** The first second of validity. */
    public Instant notBefore() {
        return validity.notBefore();
    }

    /** The last second of validity. */
    public Instant notAfter() {
        return validity.notAfter();
    }

    /** Every name as read back from {@link #tbs()}, for the last decision of the policy. */
    public List<SubjectName> names() {
        return names;
    }

    /** Those of {@link #names()} that are subject alternative names: the order's identifiers. */
    public List<Identifier> identifiers() {
        return names.stream()
                .filter(Identifier.class::isInstance)
                .map(Identifier.class::cast)
                .toList();
    }

    /**
     * Takes the octets to be signed, once.
     *
     * @throws IllegalStateException if another issuer asks, or if it was asked before
     */
    byte[] redeem(CertificateIssuer by) {
        if (by != issuer) {
            throw new IllegalStateException("certificate %s was prepared by another issuer".formatted(serial));
        }
        if (!redeemed.compareAndSet(false, true)) {
            throw new IllegalStateException("certificate %s was handed out for signing before".formatted(serial));
        }
        return tbs.clone();
    }
}
