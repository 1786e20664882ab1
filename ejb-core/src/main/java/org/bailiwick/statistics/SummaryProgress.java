package org.bailiwick.statistics;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** How far the hours are counted for good: the only row of its table. */
@Entity
class SummaryProgress {

    static final int ONLY = 1;

    @Id
    private int id;

    @Column(nullable = false)
    private Instant settledUntil;

    protected SummaryProgress() {}

    /** The hours before this are not counted again. */
    Instant settledUntil() {
        return settledUntil;
    }

    void settle(Instant until) {
        settledUntil = until;
    }
}
