package org.bailiwick.admin.web.policy;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.bailiwick.governance.PolicyDraft;
import org.bailiwick.governance.PolicyRule;
import org.bailiwick.policy.NameType;
import org.jspecify.annotations.Nullable;

/** The fields by which rules are added to one of a policy's two lists, and found in it. */
public class RuleListForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** More would make the page long, and nobody reads them all: who looks for one types a part of it. */
    private static final int SHOWN = 20;

    private final boolean allow;
    private String type = NameType.DNS.word();
    private String typed = "";
    private String part = "";
    private String dropped = "";
    private @Nullable List<String> wrong;

    RuleListForm(boolean allow) {
        this.allow = allow;
    }

    /** What is wrong with what is typed, while it is typed. */
    public List<String> getWrong() {
        List<String> known = wrong;
        if (known == null) {
            known = PolicyDraft.wrong(type, typed);
            wrong = known; // the page asks several times
        }
        return known;
    }

    /** The draft with what is typed, which is then gone; as it was if that is no rule, which {@link #getWrong} tells. */
    PolicyDraft addTo(PolicyDraft draft) {
        if (!getWrong().isEmpty()) {
            return draft;
        }
        PolicyDraft more = draft.with(allow, type, typed);
        setTyped("");
        part = "";
        return more;
    }

    /**
     * The draft without the rule that is to be dropped. It is told by its text, and not by its place in the list: whoever
     * clicks twice means that one, and not the next.
     */
    PolicyDraft dropFrom(PolicyDraft draft) {
        return draft.list(allow).stream()
                .filter(rule -> rule.toString().equals(dropped))
                .findFirst()
                .map(draft::without)
                .orElse(draft);
    }

    /** How many rules the list has. */
    int count(PolicyDraft draft) {
        return draft.list(allow).size();
    }

    /** The first of the rules that are looked for. */
    List<PolicyRule> shown(PolicyDraft draft) {
        return found(draft).stream().limit(SHOWN).toList();
    }

    /** How many more there are. */
    int more(PolicyDraft draft) {
        return Math.max(0, found(draft).size() - SHOWN);
    }

    /** Whether there are so many that one has to look for one. */
    boolean isLong(PolicyDraft draft) {
        return count(draft) > SHOWN;
    }

    private List<PolicyRule> found(PolicyDraft draft) {
        String wanted = part.strip().toLowerCase(Locale.ROOT);
        return draft.list(allow).stream()
                .filter(rule -> rule.text().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
    }

    /** The words of all types. */
    public List<String> getTypes() {
        return List.of(NameType.values()).stream().map(NameType::word).toList();
    }

    public String getType() {
        return type;
    }

    public void setType(String type) {
        this.type = type;
        wrong = null;
    }

    public String getTyped() {
        return typed;
    }

    public void setTyped(String typed) {
        this.typed = typed;
        wrong = null;
    }

    /** The text of the rule that is to be dropped, as {@link PolicyRule#toString} has it. */
    public String getDropped() {
        return dropped;
    }

    /** Null if nothing was sent. */
    public void setDropped(@Nullable String dropped) {
        this.dropped = dropped == null ? "" : dropped;
    }

    /** Of the rules that are looked for. */
    public String getPart() {
        return part;
    }

    public void setPart(String part) {
        this.part = part;
    }
}
