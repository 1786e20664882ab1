package org.bailiwick.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** An audit event as it is kept. */
@Entity
@Table(name = "audit_event")
class RecordedEvent {

    @Id
    private UUID id;

    @Column(nullable = false)
    private Instant at;

    @Column(length = 60)
    private String kind;

    @Column(length = 300_000)
    private String document;

    protected RecordedEvent() {}

    RecordedEvent(AuditEvent event, Instant now) {
        this.id = ResourceId.random(now).value();
        this.at = now;
        this.kind = event.kind();
        this.document = event.document().toString();
    }
}
