package org.bailiwick.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.certificate.Certificate;
import org.hibernate.annotations.Immutable;

/** That a certificate should have been renewed and was not, when it was looked at last. */
@Entity
@Immutable
@SuppressWarnings("UnusedVariable") // read by queries
class OverdueCertificate {

    @Id
    @Column(name = "certificate_id")
    private UUID certificate;

    @Column(name = "authority_id")
    private UUID authority;

    @Column(nullable = false)
    private Instant notAfter;

    protected OverdueCertificate() {}

    OverdueCertificate(Certificate certificate) {
        this.certificate = certificate.id().value();
        this.authority = certificate.authority();
        this.notAfter = certificate.notAfter();
    }
}
