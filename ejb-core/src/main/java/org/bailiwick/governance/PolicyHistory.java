package org.bailiwick.governance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorTokens;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.Identity;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.audit.PolicyChanges;
import org.bailiwick.audit.PolicyChanges.Change;
import org.bailiwick.policy.document.MalformedPolicyException;
import org.bailiwick.policy.document.PolicyDocument;

/** What policies were before, who changed them and when. It is what the audit log tells; there is no second record of it. */
@ApplicationScoped
public class PolicyHistory {

    /** After a version's text: what stood before that change. */
    private static final String BEFORE = ".before";

    /** In place of a name: who administers other teams, or all, is not for a team. */
    static final String STRANGER = "somebody of another team";

    @Inject
    PolicyChanges changes;

    @Inject
    Administrators people;

    @Inject
    AdministratorTokens tokens;

    /**
     * Changes, the newest first.
     *
     * @param team of the reader; empty for all
     */
    Page<PolicyChange> page(PolicySubject subject, Optional<UUID> team, PageRequest request) {
        Map<UUID, String> names = new HashMap<>();
        List<Change> rows =
                changes.of(subject.level().member(), subject.text(), request.before(), request.rowsToRead());
        return request.page(rows, Change::id).map(change -> read(change, team, names));
    }

    /**
     * A version: what stood after a change, or before it.
     *
     * @param text the change's, with {@code .before} after it for what stood before
     * @throws AdminException {@code UNKNOWN} if there is no such change of this policy
     */
    PolicyDraft version(PolicySubject subject, String text) {
        boolean before = text.endsWith(BEFORE);
        String id = before ? text.substring(0, text.length() - BEFORE.length()) : text;
        Change change = ResourceId.parse(id)
                .flatMap(event -> changes.withId(subject.level().member(), subject.text(), event.value()))
                .orElseThrow(() -> AdminException.unknown("version of this policy"));
        return before ? draft(change.before()) : draft(Optional.of(change.policy()));
    }

    private PolicyChange read(Change change, Optional<UUID> team, Map<UUID, String> names) {
        String who = change.administrator()
                .map(id -> names.computeIfAbsent(id, each -> name(each, team)))
                .orElse("");
        return new PolicyChange(
                change.id(), change.at(), who, draft(change.before()), draft(Optional.of(change.policy())));
    }

    private String name(UUID id, Optional<UUID> team) {
        return people.withId(id)
                .map(Identity.class::cast)
                .or(() -> tokens.withId(id))
                .map(who -> team.isEmpty() || team.equals(who.team()) ? who.name() : STRANGER)
                .orElse("");
    }

    private static PolicyDraft draft(Optional<JsonObject> document) {
        try {
            return document.isPresent() ? PolicyDraft.of(PolicyDocument.read(document.get())) : PolicyDraft.EMPTY;
        } catch (MalformedPolicyException unreadable) {
            throw new IllegalStateException("a policy in the audit log cannot be read", unreadable);
        }
    }
}
