package org.bailiwick.audit;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that an authority must be able to prove later. Holds ids, names and hashes; never a secret. */
public sealed interface AuditEvent {

    /** Made once: each look-up of the provider searches the class path. */
    JsonProvider JSON = JsonProvider.provider();

    /** What happened, as a word that a search finds. */
    String kind();

    /** The facts. */
    JsonObject document();

    /**
     * A client made an account.
     *
     * @param terms the terms of service that it agreed to; null if there are none
     */
    record AccountCreated(String account, UUID provisioner, String keyThumbprint, @Nullable URI terms)
            implements AuditEvent {
        @Override
        public String kind() {
            return "account-created";
        }

        @Override
        public JsonObject document() {
            JsonObjectBuilder facts = JSON.createObjectBuilder()
                    .add("account", account)
                    .add("provisioner", provisioner.toString())
                    .add("keyThumbprint", keyThumbprint);
            if (terms != null) {
                facts.add("terms", terms.toString());
            }
            return facts.build();
        }
    }

    /** A client replaced the contacts of its account. */
    record AccountContactsChanged(String account) implements AuditEvent {
        @Override
        public String kind() {
            return "account-contacts-changed";
        }

        @Override
        public JsonObject document() {
            return JSON.createObjectBuilder().add("account", account).build();
        }
    }

    /** A client replaced the key of its account. */
    record AccountKeyChanged(String account, String oldKeyThumbprint, String newKeyThumbprint) implements AuditEvent {
        @Override
        public String kind() {
            return "account-key-changed";
        }

        @Override
        public JsonObject document() {
            return JSON.createObjectBuilder()
                    .add("account", account)
                    .add("oldKeyThumbprint", oldKeyThumbprint)
                    .add("newKeyThumbprint", newKeyThumbprint)
                    .build();
        }
    }

    /** A client gave its account up. */
    record AccountDeactivated(String account) implements AuditEvent {
        @Override
        public String kind() {
            return "account-deactivated";
        }

        @Override
        public JsonObject document() {
            return JSON.createObjectBuilder().add("account", account).build();
        }
    }

    /**
     * A certificate was issued.
     *
     * @param account null for the server's own certificate
     * @param order likewise
     */
    record CertificateIssued(
            UUID issuer, String serial, List<String> names, @Nullable String account, @Nullable String order)
            implements AuditEvent {
        @Override
        public String kind() {
            return "certificate-issued";
        }

        @Override
        public JsonObject document() {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            names.forEach(array::add);
            var facts = JSON.createObjectBuilder()
                    .add("issuer", issuer.toString())
                    .add("serial", serial)
                    .add("names", array);
            addRequester(facts, account, order);
            return facts.build();
        }
    }

    /**
     * An issuance ended without a certificate after its serial was journaled: the serial is revoked.
     *
     * @param account null for the server's own certificate
     * @param order likewise
     */
    record IssuanceAbandoned(UUID issuer, String serial, String why, @Nullable String account, @Nullable String order)
            implements AuditEvent {
        @Override
        public String kind() {
            return "issuance-abandoned";
        }

        @Override
        public JsonObject document() {
            var facts = JSON.createObjectBuilder()
                    .add("issuer", issuer.toString())
                    .add("serial", serial)
                    .add("why", why);
            addRequester(facts, account, order);
            return facts.build();
        }
    }

    /**
     * A certificate was revoked by a client.
     *
     * @param reason RFC 5280 §5.3.1
     * @param right what permitted it
     * @param account null if the certificate's key signed the request
     */
    record CertificateRevoked(UUID issuer, String serial, String reason, String right, @Nullable String account)
            implements AuditEvent {
        @Override
        public String kind() {
            return "certificate-revoked";
        }

        @Override
        public JsonObject document() {
            var facts = JSON.createObjectBuilder()
                    .add("issuer", issuer.toString())
                    .add("serial", serial)
                    .add("reason", reason)
                    .add("right", right);
            addRequester(facts, account, null);
            return facts.build();
        }
    }

    /**
     * Orders that came to nothing were deleted.
     *
     * @param count how many
     * @param expiredBefore they expired before this
     */
    record OrdersForgotten(int count, Instant expiredBefore) implements AuditEvent {
        @Override
        public String kind() {
            return "orders-forgotten";
        }

        @Override
        public JsonObject document() {
            return JSON.createObjectBuilder()
                    .add("count", count)
                    .add("expiredBefore", expiredBefore.toString())
                    .build();
        }
    }

    private static void addRequester(JsonObjectBuilder facts, @Nullable String account, @Nullable String order) {
        if (account != null) {
            facts.add("account", account);
        }
        if (order != null) {
            facts.add("order", order);
        }
    }
}
