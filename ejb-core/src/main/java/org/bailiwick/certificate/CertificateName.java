package org.bailiwick.certificate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** One of a {@link Certificate}'s names, for queries that begin with names and have no need of the certificates. */
@Entity
@Immutable
@Table(name = "certificate_name")
@IdClass(CertificateName.Key.class)
class CertificateName {

    @Id
    @Column(name = "certificate_id")
    private UUID certificate;

    @Id
    @Column(length = 260)
    private String name;

    @SuppressWarnings("NullAway.Init") // JPA fills it
    protected CertificateName() {}

    record Key(UUID certificate, String name) implements Serializable {}
}
