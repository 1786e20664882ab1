package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an account (RFC 8555 §7.3). */
public sealed interface AccountEvent extends AuditEvent {

    /**
     * A client made an account.
     *
     * @param terms the terms of service that it agreed to; null if there are none
     */
    record Created(String account, UUID provisioner, String keyThumbprint, @Nullable URI terms)
            implements AccountEvent {
        @Override
        public String kind() {
            return "account-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account)
                    .and("provisioner", provisioner)
                    .and("keyThumbprint", keyThumbprint)
                    .and("terms", terms)
                    .document();
        }
    }

    /** A client replaced the contacts of its account. */
    record ContactsChanged(String account) implements AccountEvent {
        @Override
        public String kind() {
            return "account-contacts-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account).document();
        }
    }

    /** A client replaced the key of its account. */
    record KeyChanged(String account, String oldKeyThumbprint, String newKeyThumbprint) implements AccountEvent {
        @Override
        public String kind() {
            return "account-key-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account)
                    .and("oldKeyThumbprint", oldKeyThumbprint)
                    .and("newKeyThumbprint", newKeyThumbprint)
                    .document();
        }
    }

    /** A client gave its account up. */
    record Deactivated(String account) implements AccountEvent {
        @Override
        public String kind() {
            return "account-deactivated";
        }

        @Override
        public JsonObject document() {
            return Facts.of("account", account).document();
        }
    }
}
