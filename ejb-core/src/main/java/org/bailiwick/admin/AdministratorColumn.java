package org.bailiwick.admin;

import java.time.Instant;
import java.util.Optional;

/** What the list of people who administer can be sorted by; there are some hundred at most. */
public enum AdministratorColumn implements SortColumn {
    NAME("x.name"),
    ROLE("x.role"),
    LAST_LOG_IN("coalesce(x.lastLogInAt, :absent)");

    private final String expression;

    AdministratorColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }

    /** Who never logged in comes before all others. */
    @Override
    public Optional<Object> absent() {
        return this == LAST_LOG_IN ? Optional.of(Instant.EPOCH) : Optional.empty();
    }
}
