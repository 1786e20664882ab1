package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.UUID;

/** What an administrator did with a key that nobody may use. */
public sealed interface BlockedKeyEvent extends AuditEvent {

    /**
     * A key was blocked.
     *
     * @param key the id of what says so
     * @param fingerprint SHA-256 of its SubjectPublicKeyInfo, hexadecimal
     */
    record Blocked(UUID administrator, UUID key, String fingerprint, String reason) implements BlockedKeyEvent {
        @Override
        public String kind() {
            return "key-blocked";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("fingerprint", fingerprint)
                    .and("reason", reason)
                    .document();
        }
    }

    /**
     * That was taken back.
     *
     * @param reason why it had been blocked
     */
    record Unblocked(UUID administrator, UUID key, String fingerprint, String reason) implements BlockedKeyEvent {
        @Override
        public String kind() {
            return "key-unblocked";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("fingerprint", fingerprint)
                    .and("reason", reason)
                    .document();
        }
    }
}
