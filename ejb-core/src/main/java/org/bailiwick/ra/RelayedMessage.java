package org.bailiwick.ra;

import java.util.Optional;
import java.util.UUID;

/** What is kept of the message by which a registration authority asked for a certificate. */
public final class RelayedMessage {

    private final String transaction;
    private final Optional<UUID> order;
    private final byte[] der;
    private final Optional<String> evidence;
    private final boolean implicitConfirm;

    /**
     * A message that was verified.
     *
     * @param transaction its transactionID (RFC 9810 §5.1.1), hexadecimal
     * @param order the registration authority's own name for what it asks; empty if it gave none
     * @param der all of it, as it was protected
     * @param evidence JSON: what it says of how the names were validated; empty if it says nothing
     * @param implicitConfirm whether nobody will say that the certificate is accepted (RFC 9810 §5.1.1.1)
     */
    public RelayedMessage(
            String transaction, Optional<UUID> order, byte[] der, Optional<String> evidence, boolean implicitConfirm) {
        this.transaction = transaction;
        this.order = order;
        this.der = der.clone();
        this.evidence = evidence;
        this.implicitConfirm = implicitConfirm;
    }

    public String transaction() {
        return transaction;
    }

    public Optional<UUID> order() {
        return order;
    }

    public byte[] der() {
        return der.clone();
    }

    public Optional<String> evidence() {
        return evidence;
    }

    public boolean implicitConfirm() {
        return implicitConfirm;
    }
}
