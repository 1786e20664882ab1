package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How policies were changed, as the audit log has it. Other than in {@link AuditTrail} an event is here as soon as it is
 * committed, for who has changed a policy looks at its history next.
 */
@ApplicationScoped
public class PolicyChanges {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * A change of a policy.
     *
     * @param id of the event
     * @param at when
     * @param administrator who; empty for the server itself
     * @param before the document that stood; empty if there was none
     * @param policy the document that stood then
     */
    public record Change(
            UUID id, Instant at, Optional<UUID> administrator, Optional<JsonObject> before, JsonObject policy) {}

    /**
     * The changes of one policy, the newest first.
     *
     * @param level at which level it stands, as events name it
     * @param subject the id of what it is the policy of, likewise
     * @param before only what is older than this event
     * @param limit at most that many
     */
    public List<Change> of(String level, String subject, UUID before, int limit) {
        // the subject comes before the documents, so what they say is neither searched nor taken for it
        return entityManager
                .createQuery(
                        """
                        select e from RecordedEvent e
                        where e.kind = 'policy-changed' and e.id < :before
                        and locate(:subject, substring(e.document, 1, 200)) > 0
                        order by e.id desc""",
                        RecordedEvent.class)
                .setParameter("before", before)
                .setParameter("subject", subject(level, subject))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(PolicyChanges::change)
                .toList();
    }

    /** One of them; empty if the event is another's, or none. */
    public Optional<Change> withId(String level, String subject, UUID id) {
        return Optional.ofNullable(entityManager.find(RecordedEvent.class, id))
                .filter(event -> event.kind().equals("policy-changed"))
                .filter(event -> {
                    JsonObject facts = facts(event);
                    return facts.getString("level", "").equals(level)
                            && facts.getString("subject", "").equals(subject);
                })
                .map(PolicyChanges::change);
    }

    private static String subject(String level, String subject) {
        return "\"level\":\"%s\",\"subject\":\"%s\"".formatted(level, subject);
    }

    private static Change change(RecordedEvent event) {
        JsonObject facts = facts(event);
        return new Change(
                event.id(),
                event.at(),
                facts.containsKey("administrator")
                        ? Optional.of(UUID.fromString(facts.getString("administrator")))
                        : Optional.empty(),
                facts.containsKey("before") ? Optional.of(facts.getJsonObject("before")) : Optional.empty(),
                facts.getJsonObject("policy"));
    }

    private static JsonObject facts(RecordedEvent event) {
        try (JsonReader reader = AuditEvent.JSON.createReader(new StringReader(event.document()))) {
            return reader.readObject();
        }
    }
}
