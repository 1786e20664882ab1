package org.bailiwick.ra;

import java.time.Instant;
import java.util.Optional;
import org.bailiwick.admin.SortColumn;

/** What the list of registration authorities can be sorted by. There are few of them, so that there is no index for it. */
public enum RegistrationAuthorityColumn implements SortColumn {
    NAME("x.name"),
    AUTHORITY("a.name"),
    SEEN("coalesce(x.lastSeenAt, :absent)");

    private final String expression;

    RegistrationAuthorityColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }

    /** What was never seen comes before all others. */
    @Override
    public Optional<Object> absent() {
        return this == SEEN ? Optional.of(Instant.EPOCH) : Optional.empty();
    }
}
