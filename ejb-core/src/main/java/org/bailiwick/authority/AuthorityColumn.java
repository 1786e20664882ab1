package org.bailiwick.authority;

import org.bailiwick.admin.SortColumn;

/** What the list of authorities can be sorted by. */
public enum AuthorityColumn implements SortColumn {
    NAME("x.name");

    private final String expression;

    AuthorityColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }
}
