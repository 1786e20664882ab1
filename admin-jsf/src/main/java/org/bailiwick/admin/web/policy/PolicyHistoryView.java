package org.bailiwick.admin.web.policy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.governance.PolicyChange;
import org.bailiwick.governance.PolicyRule;
import org.bailiwick.governance.PolicyStanding;
import org.bailiwick.governance.PolicySubject;
import org.jspecify.annotations.Nullable;

/** How a policy was changed, by whom and when. It is all in the page's address. */
@Named
@RequestScoped
public class PolicyHistoryView {

    private static final int ROWS = 20;

    /** Of a change; all are on the page that compares. */
    private static final int RULES = 3;

    @Inject
    PolicyAdministration policies;

    private String level = "";
    private String id = "";
    private String before = "";
    private @Nullable PolicyStanding standing;
    private Page<PolicyChange> page = new Page<>(List.of(), Optional.empty());

    public void load() {
        PolicySubject subject = PolicySubject.parse(level, id).orElseThrow(() -> AdminException.unknown("policy"));
        standing = policies.standing(subject);
        page = policies.history(subject, PageRequest.of(ResourceId.parse(before).map(ResourceId::value), ROWS));
    }

    public List<PolicyChange> getRows() {
        return page.items();
    }

    /** The first of some rules. */
    public List<PolicyRule> first(List<PolicyRule> rules) {
        return rules.stream().limit(RULES).toList();
    }

    /** How many these are not. */
    public int beyond(List<PolicyRule> rules) {
        return Math.max(0, rules.size() - RULES);
    }

    /** Where the next page begins; empty at the end. */
    public String getNext() {
        return page.next().map(event -> new ResourceId(event).toString()).orElse("");
    }

    public @Nullable PolicyStanding getStanding() {
        return standing;
    }

    public String getLevel() {
        return level;
    }

    public void setLevel(String level) {
        this.level = level;
    }

    public String getId() {
        return id;
    }

    public void setId(String id) {
        this.id = id;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }
}
