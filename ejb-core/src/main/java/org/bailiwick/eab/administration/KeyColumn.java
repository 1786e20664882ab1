package org.bailiwick.eab.administration;

import java.time.Instant;
import java.util.Optional;
import org.bailiwick.admin.SortColumn;

/**
 * What the list of external account keys can be sorted by. There is no index for it: it costs what looking for a text costs,
 * which reads all keys, too.
 */
public enum KeyColumn implements SortColumn {
    REFERENCE("lower(x.reference)"),
    OWNER("lower(coalesce(x.owner, ''))"),
    BOUND("coalesce(x.boundAt, :absent)"),
    EXPIRES("coalesce(x.expiresAt, :absent)");

    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final String expression;

    KeyColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }

    /** What nobody was bound to comes before all others, and what never expires after them. */
    @Override
    public Optional<Object> absent() {
        return switch (this) {
            case BOUND -> Optional.of(Instant.EPOCH);
            case EXPIRES -> Optional.of(NEVER);
            case REFERENCE, OWNER -> Optional.empty();
        };
    }
}
