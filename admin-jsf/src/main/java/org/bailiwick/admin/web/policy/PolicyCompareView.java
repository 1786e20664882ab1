package org.bailiwick.admin.web.policy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.bailiwick.admin.AdminException;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.governance.PolicyDifference;
import org.bailiwick.governance.PolicyDraft;
import org.bailiwick.governance.PolicyRule;
import org.bailiwick.governance.PolicyStanding;
import org.bailiwick.governance.PolicySubject;
import org.jspecify.annotations.Nullable;

/** Two versions of a policy, and what one says and the other does not. It is all in the page's address. */
@Named
@RequestScoped
public class PolicyCompareView {

    /** As the address names what stands. */
    private static final String NOW = "now";

    /** Of each list. */
    private static final int RULES = 100;

    @Inject
    PolicyAdministration policies;

    private String level = "";
    private String id = "";
    private String from = "";
    private String to = "";
    private @Nullable PolicyStanding standing;
    private PolicyDifference difference = PolicyDifference.between(PolicyDraft.EMPTY, PolicyDraft.EMPTY);

    public void load() {
        PolicySubject subject = PolicySubject.parse(level, id).orElseThrow(() -> AdminException.unknown("policy"));
        PolicyStanding found = policies.standing(subject);
        standing = found;
        if (to.isEmpty()) {
            to = NOW;
        }
        if (from.isEmpty()) {
            // a change is compared with what stood before it
            from = to.equals(NOW) ? NOW : to + ".before";
        }
        difference = PolicyDifference.between(version(found, from), version(found, to));
    }

    private PolicyDraft version(PolicyStanding found, String text) {
        return text.equals(NOW) ? found.policy() : policies.version(found.subject(), text);
    }

    public PolicyDifference getDifference() {
        return difference;
    }

    /** The first of some rules. */
    public List<PolicyRule> first(List<PolicyRule> rules) {
        return rules.stream().limit(RULES).toList();
    }

    /** How many these are not. */
    public int beyond(List<PolicyRule> rules) {
        return Math.max(0, rules.size() - RULES);
    }

    /** Whether a version can be brought back. */
    public boolean isRestorable(String version) {
        PolicyStanding found = standing;
        return found != null && found.changeable() && !version.equals(NOW);
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

    /** The version that is compared. */
    public String getFrom() {
        return from;
    }

    public void setFrom(String from) {
        this.from = from;
    }

    /** With which. */
    public String getTo() {
        return to;
    }

    public void setTo(String to) {
        this.to = to;
    }
}
