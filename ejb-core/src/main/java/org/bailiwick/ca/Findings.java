package org.bailiwick.ca;

import java.util.ArrayList;
import java.util.List;

/** What checks found, one clause each; for one thread and one certificate. */
final class Findings {

    private final List<String> clauses = new ArrayList<>();

    /** Notes a finding unless the demand holds. */
    void demand(boolean holds, String finding) {
        if (!holds) {
            clauses.add(finding);
        }
    }

    void add(String finding) {
        clauses.add(finding);
    }

    List<String> clauses() {
        return List.copyOf(clauses);
    }
}
