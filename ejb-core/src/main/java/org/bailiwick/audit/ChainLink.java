package org.bailiwick.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.ChainedEvent;
import org.hibernate.annotations.Immutable;

/** An event's place in the chain. */
@Entity
@Immutable
@Table(name = "audit_link")
class ChainLink {

    @Id
    private long position;

    @Column(name = "event_id", nullable = false)
    private UUID event;

    /** Of the event before: kept with each, so that an export tells exactly what is missing. */
    @Column(length = 64)
    private String previous;

    @Column(length = 64)
    private String hash;

    protected ChainLink() {}

    ChainLink(ChainedEvent event) {
        this.position = event.position();
        this.event = event.id();
        this.previous = event.previous().hex();
        this.hash = event.hash().hex();
    }

    long position() {
        return position;
    }

    UUID event() {
        return event;
    }

    ChainHash previous() {
        return new ChainHash(previous);
    }

    ChainHash hash() {
        return new ChainHash(hash);
    }
}
