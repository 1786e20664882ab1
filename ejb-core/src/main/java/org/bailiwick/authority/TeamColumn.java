package org.bailiwick.authority;

import org.bailiwick.admin.SortColumn;

/** What the list of teams can be sorted by; there are some hundred at most. */
public enum TeamColumn implements SortColumn {
    NAME("lower(x.name)");

    private final String expression;

    TeamColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }
}
