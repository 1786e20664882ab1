package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a person who administers by the portal, or that he did to come in. {@code administrator} is who
 * did it; null where the server itself or the holder of a link did.
 */
public sealed interface AdministratorEvent extends AuditEvent {

    /**
     * One was made.
     *
     * @param team null for all
     */
    record Created(@Nullable UUID administrator, UUID person, String name, String role, @Nullable UUID team)
            implements AdministratorEvent {
        @Override
        public String kind() {
            return "administrator-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("person", person)
                    .and("name", name)
                    .and("role", role)
                    .and("team", team)
                    .document();
        }
    }

    /**
     * One was given another role or team.
     *
     * @param formerTeam null for all
     * @param team null for all
     */
    record Permitted(
            UUID administrator,
            UUID person,
            String formerRole,
            @Nullable UUID formerTeam,
            String role,
            @Nullable UUID team)
            implements AdministratorEvent {
        @Override
        public String kind() {
            return "administrator-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("person", person)
                    .and("formerRole", formerRole)
                    .and("formerTeam", formerTeam)
                    .and("role", role)
                    .and("team", team)
                    .document();
        }
    }

    /** One was shut out, or let in again. */
    record Switched(UUID administrator, UUID person, boolean suspended) implements AdministratorEvent {
        @Override
        public String kind() {
            return suspended ? "administrator-suspended" : "administrator-resumed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("person", person)
                    .document();
        }
    }

    /** The password of one was ended, and a link was made by which a new one can be set. */
    record Reset(UUID administrator, UUID person, Instant linkExpires) implements AdministratorEvent {
        @Override
        public String kind() {
            return "administrator-password-reset";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("person", person)
                    .and("linkExpires", linkExpires)
                    .document();
        }
    }

    /**
     * A password was set.
     *
     * @param administrator the person himself if he knew the one before; null if he had a link
     * @param client the address that the request came from; null if it was the server itself
     */
    record PasswordSet(@Nullable UUID administrator, UUID person, @Nullable String client)
            implements AdministratorEvent {
        @Override
        public String kind() {
            return "administrator-password-set";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("person", person)
                    .and("client", client)
                    .document();
        }
    }

    /**
     * Somebody logged in to the portal.
     *
     * @param administrator the person, or the registered client certificate
     * @param by {@code password} or {@code certificate}
     * @param client the address that the request came from
     */
    record LoggedIn(UUID administrator, String by, String client) implements AdministratorEvent {
        @Override
        public String kind() {
            return "administrator-logged-in";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("by", by)
                    .and("client", client)
                    .document();
        }
    }

    /** A link was made by which the first administrator can be made; those before it opened nothing any more. */
    record SetUpLinkMade(UUID link, Instant expires) implements AdministratorEvent {
        @Override
        public String kind() {
            return "portal-set-up-link-made";
        }

        @Override
        public JsonObject document() {
            return Facts.of("link", link).and("expires", expires).document();
        }
    }
}
