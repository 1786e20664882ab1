package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.UUID;

/** What became of an external account key (RFC 8555 §7.3.4). */
public sealed interface ExternalAccountKeyEvent extends AuditEvent {

    /**
     * A client bound a new account to a key.
     *
     * @param key the key's id, never its secret
     */
    record Bound(UUID key, String account) implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-bound";
        }

        @Override
        public JsonObject document() {
            return Facts.of("key", key).and("account", account).document();
        }
    }
}
