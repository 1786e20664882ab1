package org.bailiwick.admin.web.policy;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Notices;
import org.bailiwick.governance.Impact;
import org.bailiwick.governance.PolicyAdministration;
import org.bailiwick.governance.PolicyDifference;
import org.bailiwick.governance.PolicyDraft;
import org.bailiwick.governance.PolicyRule;
import org.bailiwick.governance.PolicyStanding;
import org.bailiwick.governance.PolicySubject;
import org.jspecify.annotations.Nullable;

/** One policy: written rule by rule, tried, and saved when one has seen what it would stop. */
@Named
@ViewScoped
public class PolicyView implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Of what would be stopped, and of another level's rules. */
    private static final int ROWS = 10;

    @Inject
    PolicyAdministration policies;

    @Inject
    Notices notices;

    private String level = "";
    private String id = "";
    private String restore = "";
    private String name = "";

    private @Nullable PolicyStanding standing;
    private PolicyDraft draft = PolicyDraft.EMPTY;
    private final RuleListForm allow = new RuleListForm(true);
    private final RuleListForm deny = new RuleListForm(false);

    private String triedType = "";
    private String triedText = "";
    private @Nullable Trial trial;

    private @Nullable StoppedRenewals stopped;
    private String confirmation = "";

    public void load() {
        PolicySubject subject = PolicySubject.parse(level, id).orElseThrow(() -> AdminException.unknown("policy"));
        PolicyStanding found = policies.standing(subject);
        standing = found;
        draft = restore.isEmpty() ? found.policy() : policies.version(subject, restore);
        triedText = name;
        tryName();
    }

    public void add(RuleListForm form) {
        changed(form.addTo(draft));
    }

    public void drop(RuleListForm form) {
        changed(form.dropFrom(draft));
    }

    private void changed(PolicyDraft other) {
        draft = other;
        stopped = null;
        confirmation = "";
        tryName();
    }

    /** Asks all levels about the name that is typed, this one as it is edited. */
    public void tryName() {
        PolicySubject subject = standing().subject();
        trial = triedText.isBlank()
                ? null
                : Trial.of(
                        triedType,
                        triedText,
                        names -> policies.explain(subject.level(), subject.id(), draft.policy(), names));
    }

    /** Finds out what would be stopped. */
    public void preview() {
        PolicySubject subject = standing().subject();
        policies.requireVersion(subject.level(), subject.id(), standing().version());
        stopped = study(Optional.empty());
        confirmation = "";
    }

    /** The next of those that would be stopped. */
    public void more() {
        StoppedRenewals shown = stopped;
        if (shown != null) {
            stopped = study(Impact.Position.parse(shown.next()));
        }
    }

    private StoppedRenewals study(Optional<Impact.Position> after) {
        PolicySubject subject = standing().subject();
        return StoppedRenewals.of(policies.impact(subject.level(), subject.id(), draft.policy(), after, ROWS));
    }

    public String save() {
        StoppedRenewals known = stopped;
        if (known == null) {
            throw AdminException.conflict("Look first at what this would stop.");
        }
        if (known.newly() > 0 && !confirmation.strip().equals(Long.toString(known.newly()))) {
            throw AdminException.invalid(
                    "Nothing is saved: type %d, the number of certificates that this would stop from being renewed."
                            .formatted(known.newly()));
        }
        PolicySubject subject = standing().subject();
        policies.replace(subject.level(), subject.id(), standing().version(), draft.policy());
        notices.tell(PolicyView.class, "saved", standing().name());
        return "/policy?faces-redirect=true&level=" + subject.level().member() + "&id=" + subject.text();
    }

    private PolicyStanding standing() {
        PolicyStanding loaded = standing;
        if (loaded == null) {
            throw AdminException.stale("policy");
        }
        return loaded;
    }

    public @Nullable PolicyStanding getStanding() {
        return standing;
    }

    /** Whether the rules can be changed here. */
    public boolean isChangeable() {
        return standing().changeable();
    }

    /** What the draft says and the policy does not. */
    public PolicyDifference getChanges() {
        return PolicyDifference.between(standing().policy(), draft);
    }

    public RuleListForm getAllow() {
        return allow;
    }

    public RuleListForm getDeny() {
        return deny;
    }

    public int count(RuleListForm form) {
        return form.count(draft);
    }

    public List<PolicyRule> shown(RuleListForm form) {
        return form.shown(draft);
    }

    /** How many rules are not shown. */
    public int hidden(RuleListForm form) {
        return form.more(draft);
    }

    /** Whether a list is so long that one has to look for a rule. */
    public boolean isLong(RuleListForm form) {
        return form.isLong(draft);
    }

    /** The first of some rules. */
    public List<PolicyRule> first(List<PolicyRule> rules) {
        return rules.stream().limit(ROWS).toList();
    }

    /** How many these are not. */
    public int beyond(List<PolicyRule> rules) {
        return Math.max(0, rules.size() - ROWS);
    }

    public boolean isWildcards() {
        return draft.wildcards();
    }

    public void setWildcards(boolean allowed) {
        changed(draft.withWildcards(allowed));
    }

    public @Nullable Trial getTrial() {
        return trial;
    }

    public String getTriedType() {
        return triedType;
    }

    /** Null if it is to be told by the form of the name. */
    public void setTriedType(@Nullable String triedType) {
        this.triedType = triedType == null ? "" : triedType;
    }

    public String getTriedText() {
        return triedText;
    }

    public void setTriedText(String triedText) {
        this.triedText = triedText;
    }

    /** What the draft would stop; null until one has looked, and again when it is changed. */
    public @Nullable StoppedRenewals getStopped() {
        return stopped;
    }

    public String getConfirmation() {
        return confirmation;
    }

    public void setConfirmation(String confirmation) {
        this.confirmation = confirmation;
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

    /** The version to begin with, in place of what stands. */
    public String getRestore() {
        return restore;
    }

    public void setRestore(String restore) {
        this.restore = restore;
    }

    /** A name to try at once. */
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}
