package org.bailiwick.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** A session as the database has it: under a hash of its id, and encrypted. */
@Entity
class KeptSession {

    /** SHA-256 of the session's id: who reads this row cannot come in by it. */
    @Id
    @Column(length = 64)
    private String id;

    /** The start of the node that wrote it: what that one has in its memory is at least as new. */
    @Column(nullable = false)
    private UUID writer;

    @Column(nullable = false)
    private Instant expiresAt;

    @Column(nullable = false)
    private byte[] content;

    protected KeptSession() {}

    KeptSession(String id, UUID writer, byte[] content, Instant expiresAt) {
        this.id = id;
        this.writer = writer;
        this.content = content.clone();
        this.expiresAt = expiresAt;
    }
}
