package org.bailiwick.admin.web.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.proof.AuditAdministration;
import org.jspecify.annotations.Nullable;

/** One event, and its link in the chain. */
@Named
@RequestScoped
public class AuditEventView {

    /** How much of the line a page shows: events may be long. */
    private static final int LONGEST = Fact.ROOM;

    @Inject
    AuditAdministration audit;

    private String position = "";
    private AuditTrail.@Nullable Linked event;
    private List<Fact> facts = List.of();
    private String who = "";
    private String name = "";

    public void load() {
        if (!position.matches("[0-9]{1,18}")) {
            throw AdminException.unknown("event");
        }
        AuditTrail.Linked found = audit.event(Long.parseLong(position));
        event = found;
        facts = Fact.of(found.entry().facts());
        who = Fact.administrator(facts);
        name = Ids.uuid(who).flatMap(audit::nameOf).orElse(who);
    }

    /** The id of the administrator who did it; empty if none did. */
    public String getWho() {
        return who;
    }

    /** What he or it is called. */
    public String getName() {
        return name;
    }

    public AuditTrail.@Nullable Linked getEvent() {
        return event;
    }

    /** The first of its facts, {@value Fact#MOST} at most. */
    public List<Fact> getFacts() {
        return facts;
    }

    /** Whether there are more facts than are shown. */
    public boolean isCut() {
        return facts.size() >= Fact.MOST || line().length() > LONGEST;
    }

    /** Its line in an export, as far as a page has room. */
    public String getLine() {
        String line = line();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The number of the checkpoint that signs it; empty if none does yet. */
    public String getCheckpoint() {
        AuditTrail.Linked found = event;
        return found == null ? "" : found.checkpoint().map(Object::toString).orElse("");
    }

    /** When that was made; empty if there is none. */
    public String getSignedAt() {
        AuditTrail.Linked found = event;
        return found == null ? "" : found.signedAt().map(Object::toString).orElse("");
    }

    public String getPosition() {
        return position;
    }

    public void setPosition(String position) {
        this.position = position;
    }

    private String line() {
        AuditTrail.Linked found = event;
        return found == null ? "" : found.line();
    }
}
