package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a registration authority. */
public sealed interface RegistrationAuthorityEvent extends AuditEvent {

    /**
     * One was made, with a secret to enrol by.
     *
     * @param rate how many requests it may make in a minute; null for as many as it likes
     * @param secretExpires when that secret is of no use any more
     */
    record Created(
            UUID administrator,
            UUID registrationAuthority,
            UUID authority,
            UUID provisioner,
            String name,
            @Nullable Integer rate,
            Instant secretExpires)
            implements RegistrationAuthorityEvent {
        @Override
        public String kind() {
            return "registration-authority-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("registrationAuthority", registrationAuthority)
                    .and("authority", authority)
                    .and("provisioner", provisioner)
                    .and("name", name)
                    .and("rate", rate)
                    .and("secretExpires", secretExpires)
                    .document();
        }
    }

    /** One was given another secret, by which it may enrol again. */
    record SecretMade(UUID administrator, UUID registrationAuthority, Instant secretExpires)
            implements RegistrationAuthorityEvent {
        @Override
        public String kind() {
            return "registration-authority-secret-made";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("registrationAuthority", registrationAuthority)
                    .and("secretExpires", secretExpires)
                    .document();
        }
    }

    /**
     * One may make another number of requests in a minute.
     *
     * @param before null for as many as it liked
     * @param rate null for as many as it likes
     */
    record Limited(UUID administrator, UUID registrationAuthority, @Nullable Integer before, @Nullable Integer rate)
            implements RegistrationAuthorityEvent {
        @Override
        public String kind() {
            return "registration-authority-limited";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("registrationAuthority", registrationAuthority)
                    .and("before", before)
                    .and("rate", rate)
                    .document();
        }
    }

    /** Nothing of one counts any more, or it counts again. */
    record Switched(UUID administrator, UUID registrationAuthority, boolean suspended)
            implements RegistrationAuthorityEvent {
        @Override
        public String kind() {
            return suspended ? "registration-authority-suspended" : "registration-authority-resumed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("registrationAuthority", registrationAuthority)
                    .document();
        }
    }
}
