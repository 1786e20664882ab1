package org.bailiwick.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.hibernate.annotations.Immutable;

/** A checkpoint as it was signed. */
@Entity
@Immutable
@Table(name = "audit_checkpoint")
class StoredCheckpoint {

    static final int LENGTH = 20_000;

    @Id
    private long number;

    private long position;

    @Column(nullable = false)
    private Instant at;

    @Column(length = LENGTH)
    private String statement;

    private byte[] signature;

    protected StoredCheckpoint() {}

    StoredCheckpoint(Checkpoint checkpoint, byte[] signature) {
        this.number = checkpoint.number();
        this.position = checkpoint.events();
        this.at = checkpoint.at();
        this.statement = checkpoint.statement();
        this.signature = signature.clone();
    }

    long number() {
        return number;
    }

    long position() {
        return position;
    }

    Instant at() {
        return at;
    }

    ChainHash hash() {
        return Checkpoint.hashOf(statement);
    }

    /** Its line in an export. */
    String line() {
        return Checkpoint.line(statement, signature);
    }
}
