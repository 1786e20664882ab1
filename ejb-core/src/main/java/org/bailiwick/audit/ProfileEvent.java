package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.UUID;

/** What an administrator did with a profile of an authority. */
public sealed interface ProfileEvent extends AuditEvent {

    /** A profile was made. */
    record Created(UUID administrator, UUID authority, String name, JsonObject profile) implements ProfileEvent {
        @Override
        public String kind() {
            return "profile-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("name", name)
                    .and("profile", profile)
                    .document();
        }
    }

    /** A profile was replaced by another of its name. */
    record Changed(UUID administrator, UUID authority, String name, JsonObject before, JsonObject profile)
            implements ProfileEvent {
        @Override
        public String kind() {
            return "profile-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("name", name)
                    .and("before", before)
                    .and("profile", profile)
                    .document();
        }
    }

    /** A profile was deleted. */
    record Deleted(UUID administrator, UUID authority, String name, JsonObject before) implements ProfileEvent {
        @Override
        public String kind() {
            return "profile-deleted";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("name", name)
                    .and("before", before)
                    .document();
        }
    }
}
