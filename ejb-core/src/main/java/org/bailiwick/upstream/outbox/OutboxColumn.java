package org.bailiwick.upstream.outbox;

import org.bailiwick.admin.SortColumn;

/** What the list of outbox entries can be sorted by. There is no index for it: what waits is there for minutes, usually. */
public enum OutboxColumn implements SortColumn {
    NEXT("x.nextAt"),
    DEADLINE("x.deadline");

    private final String expression;

    OutboxColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }
}
