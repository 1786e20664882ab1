package org.bailiwick.ocsp;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** Who answers OCSP for an issuer (RFC 6960 §4.2.2.2). Never changed: a new certificate is a new one, by the same key. */
@Entity
@Table(name = "ocsp_responder")
public class Responder {

    @Id
    private UUID id;

    @Column(name = "issuer_id")
    private UUID issuer;

    @Column(length = 200)
    private String keyLabel;

    @Column(name = "certificate_id")
    private UUID certificate;

    @Column(nullable = false)
    private Instant createdAt;

    protected Responder() {}

    /**
     * A new one.
     *
     * @param keyLabel where its key is in the issuer's token
     * @param certificate what the issuer issued to that key
     */
    Responder(UUID issuer, String keyLabel, ResourceId certificate, Instant now) {
        this.id = ResourceId.random(now).value();
        this.issuer = issuer;
        this.keyLabel = keyLabel;
        this.certificate = certificate.value();
        this.createdAt = now;
    }

    UUID id() {
        return id;
    }

    /** The label of its key in the issuer's token. */
    String keyLabel() {
        return keyLabel;
    }
}
