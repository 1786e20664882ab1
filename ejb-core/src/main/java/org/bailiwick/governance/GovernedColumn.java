package org.bailiwick.governance;

import java.util.Optional;
import org.bailiwick.admin.SortColumn;
import org.bailiwick.policy.PolicyLevel;

/**
 * What a list of all that has a policy can be sorted by: what its rows are called. Accounts have no name, and are too many to be
 * sorted by anything but their ids.
 */
public enum GovernedColumn implements SortColumn {
    /** An authority's or a provisioner's. */
    NAME("x.name"),
    /** An external account key's. */
    REFERENCE("lower(x.reference)");

    private final String expression;

    GovernedColumn(String expression) {
        this.expression = expression;
    }

    /** The one of a level; empty if it has none. */
    public static Optional<GovernedColumn> of(PolicyLevel level) {
        return switch (level) {
            case AUTHORITY, PROVISIONER -> Optional.of(NAME);
            case EXTERNAL_ACCOUNT_KEY -> Optional.of(REFERENCE);
            case ACCOUNT -> Optional.empty();
        };
    }

    @Override
    public String expression() {
        return expression;
    }
}
