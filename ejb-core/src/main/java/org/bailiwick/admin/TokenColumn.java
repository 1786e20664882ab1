package org.bailiwick.admin;

import java.time.LocalDate;
import java.util.Optional;

/** What the list of tokens can be sorted by; there are some hundred at most. */
public enum TokenColumn implements SortColumn {
    NAME("lower(x.name)"),
    ROLE("x.role"),
    EXPIRES("x.expiresAt"),
    LAST_USED("coalesce(x.lastUsedOn, :absent)");

    private final String expression;

    TokenColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }

    /** What was never used comes before all others. */
    @Override
    public Optional<Object> absent() {
        return this == LAST_USED ? Optional.of(LocalDate.EPOCH) : Optional.empty();
    }
}
