package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An administrator has the server verify this log.
 *
 * @param verification its id
 * @param checkpoint the number of the checkpoint that it begins with; null for the first event
 */
public record AuditVerificationEvent(UUID administrator, UUID verification, @Nullable Long checkpoint)
        implements AuditEvent {

    @Override
    public String kind() {
        return "audit-verification-begun";
    }

    @Override
    public JsonObject document() {
        Facts facts = Facts.of("administrator", administrator).and("verification", verification);
        return checkpoint == null
                ? facts.document()
                : facts.and("checkpoint", checkpoint.longValue()).document();
    }
}
