package org.bailiwick.provisioner;

import org.bailiwick.admin.SortColumn;

/** What the list of provisioners can be sorted by; there are some hundred at most. */
public enum ProvisionerColumn implements SortColumn {
    NAME("x.name"),
    AUTHORITY("a.name");

    private final String expression;

    ProvisionerColumn(String expression) {
        this.expression = expression;
    }

    @Override
    public String expression() {
        return expression;
    }
}
