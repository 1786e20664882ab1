package org.bailiwick.certificate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/**
 * That a certificate is revoked and no CRL says so yet. It is written by who revokes, in the same transaction, and removed by
 * who publishes the CRL, which has read it before it read the certificates: whatever comes between is still here then.
 */
@Entity
@SuppressWarnings("UnusedVariable") // read by queries
public class UnlistedRevocation {

    @Id
    @Column(name = "certificate_id")
    private UUID certificate;

    @Column(name = "issuer_id")
    private UUID issuer;

    protected UnlistedRevocation() {}

    /** That of a certificate which was just revoked. */
    public UnlistedRevocation(Certificate revoked) {
        this.certificate = revoked.id().value();
        this.issuer = revoked.issuer();
    }
}
