package org.bailiwick.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.chain.AsciiJson;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.ChainedEvent;
import org.hibernate.annotations.Immutable;

/** An audit event as it is kept: in ASCII and in microseconds, so that what is hashed is what the database gives back. */
@Entity
@Immutable
@Table(name = "audit_event")
class RecordedEvent {

    /** The longest document, in characters. */
    static final int LENGTH = 300_000;

    @Id
    private UUID id;

    @Column(nullable = false)
    private Instant at;

    @Column(length = 60)
    private String kind;

    @Column(length = LENGTH)
    private String document;

    protected RecordedEvent() {}

    RecordedEvent(AuditEvent event, Instant now) {
        this.id = ResourceId.random(now).value();
        this.at = now.truncatedTo(ChronoUnit.MICROS);
        this.kind = event.kind();
        this.document = withinLength(AsciiJson.ascii(event.document().toString()));
    }

    Instant at() {
        return at;
    }

    String kind() {
        return kind;
    }

    String document() {
        return document;
    }

    /** The event at its place. */
    ChainedEvent at(long position, ChainHash previous) {
        return new ChainedEvent(position, id, at, kind, document, previous);
    }

    /** What is too long is recorded by its hash: an event that cannot be stored would stop what it tells of. */
    private static String withinLength(String document) {
        return document.length() <= LENGTH
                ? document
                : Facts.of("tooLong", document.length())
                        .and("sha256", ChainHash.of(document.getBytes(StandardCharsets.US_ASCII)))
                        .document()
                        .toString();
    }
}
