package org.bailiwick.audit.proof;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/** A verification of the audit log on the server. It tells how far it has come, and what was found. */
@Entity
@Table(name = "audit_verification")
class VerificationRun {

    private static final int LENGTH = 40_000;

    @Id
    private UUID id;

    @Version
    private long version;

    @SuppressWarnings("UnusedVariable") // for who looks into the table
    @Column(name = "administrator_id")
    private UUID administrator;

    @Column(nullable = false)
    private Instant beganAt;

    private @Nullable Long checkpoint;

    @Column(name = "last_position")
    private long last;

    private long position;
    private @Nullable Instant endedAt;
    private @Nullable Boolean sound;

    @Column(length = LENGTH)
    private @Nullable String report;

    protected VerificationRun() {}

    /**
     * A new one.
     *
     * @param checkpoint with which it is to begin; empty for the first event
     */
    VerificationRun(UUID administrator, Optional<Long> checkpoint, Instant now) {
        this.id = ResourceId.random(now).value();
        this.administrator = administrator;
        this.checkpoint = checkpoint.orElse(null);
        this.beganAt = now;
    }

    UUID id() {
        return id;
    }

    Optional<Long> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    boolean ended() {
        return endedAt != null;
    }

    /** It has come to an event. */
    void comeTo(long event, long lastEvent) {
        position = event;
        last = lastEvent;
    }

    /**
     * It has ended.
     *
     * @param nothingWrong null if nobody can say
     */
    void end(@Nullable Boolean nothingWrong, List<String> sentences, Instant now) {
        String text = String.join("\n", sentences);
        sound = nothingWrong;
        report = text.length() <= LENGTH ? text : text.substring(0, LENGTH);
        endedAt = now;
    }

    VerificationOverview overview() {
        return new VerificationOverview(
                id,
                beganAt,
                checkpoint,
                position,
                last,
                endedAt,
                sound,
                report == null ? List.of() : report.lines().toList());
    }
}
