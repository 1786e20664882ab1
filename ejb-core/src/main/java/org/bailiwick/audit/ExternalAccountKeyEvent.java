package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of an external account key (RFC 8555 §7.3.4); {@code key} is its id, never its secret. */
public sealed interface ExternalAccountKeyEvent extends AuditEvent {

    /**
     * A client bound a new account to a key.
     *
     * @param remainingUses how many accounts its secret can still be used for
     */
    record Bound(String key, String account, int remainingUses) implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-bound";
        }

        @Override
        public JsonObject document() {
            return Facts.of("key", key)
                    .and("account", account)
                    .and("remainingUses", remainingUses)
                    .document();
        }
    }

    /**
     * An administrator made a key.
     *
     * @param reference whose it is
     * @param owner who answers for it; null if nobody is named
     * @param uses how many accounts it is for
     * @param macs the algorithms that it may be used with
     * @param profiles the profiles that it is for; none for all
     * @param policy the document of its policy; null if it has none
     * @param expires null for never
     */
    record Created(
            UUID administrator,
            String key,
            UUID provisioner,
            String reference,
            @Nullable String owner,
            int uses,
            List<String> macs,
            List<String> profiles,
            @Nullable JsonObject policy,
            @Nullable Instant expires)
            implements ExternalAccountKeyEvent {
        public Created {
            macs = List.copyOf(macs);
            profiles = List.copyOf(profiles);
        }

        @Override
        public String kind() {
            return "external-account-key-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("provisioner", provisioner)
                    .and("reference", reference)
                    .and("owner", owner)
                    .and("uses", uses)
                    .and("macs", macs)
                    .and("profiles", profiles)
                    .and("policy", policy)
                    .and("expires", expires)
                    .document();
        }
    }

    /** An administrator stopped a key. */
    record Suspended(UUID administrator, String key) implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-suspended";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator).and("key", key).document();
        }
    }

    /** An administrator let a key go on. */
    record Resumed(UUID administrator, String key) implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-resumed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator).and("key", key).document();
        }
    }

    /** An administrator ended a key. */
    record Revoked(UUID administrator, String key) implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-revoked";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator).and("key", key).document();
        }
    }

    /** With a key an administrator ended what was got by it; these are how many. */
    record Cascaded(UUID administrator, String key, long accounts, long authorizations, long certificates)
            implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-cascaded";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("accounts", accounts)
                    .and("authorizations", authorizations)
                    .and("certificates", certificates)
                    .document();
        }
    }

    /**
     * An administrator gave a key a new secret.
     *
     * @param uses how many accounts that is for
     * @param deactivated how many accounts that were bound before were deactivated
     */
    record SecretReplaced(UUID administrator, String key, int uses, int deactivated)
            implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-secret-replaced";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("uses", uses)
                    .and("deactivated", deactivated)
                    .document();
        }
    }

    /**
     * An administrator named the profiles that a key is for.
     *
     * @param profiles none for all
     */
    record ProfilesChanged(UUID administrator, String key, List<String> profiles) implements ExternalAccountKeyEvent {
        public ProfilesChanged {
            profiles = List.copyOf(profiles);
        }

        @Override
        public String kind() {
            return "external-account-key-profiles-changed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("profiles", profiles)
                    .document();
        }
    }

    /**
     * An administrator said anew who answers for a key, and until when it is of use.
     *
     * @param owner null if nobody is named any more
     * @param note null for none
     * @param expires null for never
     */
    record Described(
            UUID administrator, String key, @Nullable String owner, @Nullable String note, @Nullable Instant expires)
            implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-key-described";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("key", key)
                    .and("owner", owner)
                    .and("note", note)
                    .and("expires", expires)
                    .document();
        }
    }

    /**
     * The secrets of keys were encrypted anew.
     *
     * @param tokenKey the label of the token's key that they are encrypted under now
     * @param count how many
     * @param unreadable how many could not be read, and are lost
     */
    record SecretsRewrapped(UUID administrator, String tokenKey, int count, long unreadable)
            implements ExternalAccountKeyEvent {
        @Override
        public String kind() {
            return "external-account-secrets-rewrapped";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("tokenKey", tokenKey)
                    .and("count", count)
                    .and("unreadable", unreadable)
                    .document();
        }
    }
}
