package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.UUID;

/** What an administrator changed. Each says who did it: {@code administrator}, the id of the caller. */
public sealed interface AdministrationEvent extends AuditEvent {

    /**
     * A policy was replaced.
     *
     * @param level where it stands
     * @param subject the id of what it is the policy of
     * @param policy the new policy's document, or its hash if that is long
     */
    record PolicyChanged(UUID administrator, String level, String subject, String policy)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "policy-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("level", level)
                    .and("subject", subject)
                    .and("policy", policy)
                    .document();
        }
    }
}
