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

    /** What never expires comes after all others. */
    @Override
    public Optional<Object> absent() {
        return switch (this) {
            case EXPIRES -> Optional.of(NEVER);
            case REFERENCE, OWNER -> Optional.empty();
        };
    }
}
