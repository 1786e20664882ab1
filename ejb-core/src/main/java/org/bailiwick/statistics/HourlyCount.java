package org.bailiwick.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** How often something happened in an hour. */
@Entity
@Immutable
@SuppressWarnings("UnusedVariable") // read by queries
class HourlyCount {

    /** The longest reason that is kept, in characters. */
    static final int LONGEST_REASON = 60;

    @Id
    private UUID id;

    @Column(name = "authority_id")
    private @Nullable UUID authority;

    @Column(nullable = false)
    private Instant beginsAt;

    @Column(length = 10)
    private String outcome;

    @Column(length = LONGEST_REASON)
    private @Nullable String reason;

    private long number;

    protected HourlyCount() {}

    HourlyCount(Counted counted, Instant beginsAt, long number) {
        this.id = ResourceId.random(beginsAt).value();
        this.authority = counted.authority();
        this.beginsAt = beginsAt;
        this.outcome = counted.outcome().word();
        this.reason = counted.reason();
        this.number = number;
    }
}
