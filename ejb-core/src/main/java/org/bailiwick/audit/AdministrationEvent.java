package org.bailiwick.audit;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator changed. Each says who did it: {@code administrator}, the id of the caller; null where the server
 * itself made what its settings describe, at its first start.
 */
public sealed interface AdministrationEvent extends AuditEvent {

    /**
     * A policy was replaced.
     *
     * @param level where it stands
     * @param subject the id of what it is the policy of
     * @param before the document that stood; null if there was none
     * @param policy the document that stands now
     */
    record PolicyChanged(
            @Nullable UUID administrator, String level, String subject, @Nullable JsonObject before, JsonObject policy)
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
                    .and("before", before)
                    .and("policy", policy)
                    .document();
        }
    }

    /**
     * A bearer token was made, or a client certificate registered.
     *
     * @param team null for all
     * @param certificate SHA-256 of the client certificate, hexadecimal; null for a bearer token
     */
    record TokenCreated(
            @Nullable UUID administrator,
            UUID token,
            String name,
            String role,
            @Nullable UUID team,
            Instant expires,
            @Nullable String certificate)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "administrator-token-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("token", token)
                    .and("name", name)
                    .and("role", role)
                    .and("team", team)
                    .and("expires", expires)
                    .and("certificate", certificate)
                    .document();
        }
    }

    /**
     * A bearer token or a client certificate was ended before its time.
     *
     * @param administrator null if the server itself did, which had made it and could not hand it over
     */
    record TokenRevoked(@Nullable UUID administrator, UUID token) implements AdministrationEvent {
        @Override
        public String kind() {
            return "administrator-token-revoked";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator).and("token", token).document();
        }
    }

    /** A team was made. */
    record TeamCreated(@Nullable UUID administrator, UUID team, String name) implements AdministrationEvent {
        @Override
        public String kind() {
            return "team-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("team", team)
                    .and("name", name)
                    .document();
        }
    }

    /**
     * An authority was made.
     *
     * @param keyLabel where its key is in the token
     */
    record AuthorityCreated(@Nullable UUID administrator, UUID authority, UUID team, String name, String keyLabel)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "authority-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("team", team)
                    .and("name", name)
                    .and("keyLabel", keyLabel)
                    .document();
        }
    }

    /**
     * An authority got an issuer.
     *
     * @param token the name of the token that its key is in; null for the server's own
     * @param keyLabel where its key is in that token
     * @param key SHA-256 of the key, hexadecimal
     * @param crlOnly whether it is a root, which signs CRLs only
     */
    record IssuerAdded(
            @Nullable UUID administrator,
            UUID authority,
            UUID issuer,
            @Nullable String token,
            String keyLabel,
            String key,
            boolean crlOnly)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "issuer-added";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("issuer", issuer)
                    .and("token", token)
                    .and("keyLabel", keyLabel)
                    .and("key", key)
                    .and("signs", crlOnly ? "crls" : "certificates")
                    .document();
        }
    }

    /**
     * A key was made for an authority, and another CA is asked for its certificate.
     *
     * @param token the name of the token that the key is in; null for the server's own
     * @param key SHA-256 of the key, hexadecimal
     */
    record IssuerRequested(
            UUID administrator,
            UUID authority,
            @Nullable String token,
            String keyLabel,
            String scheme,
            String key,
            String subject)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "issuer-requested";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("token", token)
                    .and("keyLabel", keyLabel)
                    .and("scheme", scheme)
                    .and("key", key)
                    .and("subject", subject)
                    .document();
        }
    }

    /** An issuer issues no more. */
    record IssuerRetired(UUID administrator, UUID authority, UUID issuer) implements AdministrationEvent {
        @Override
        public String kind() {
            return "issuer-retired";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("issuer", issuer)
                    .document();
        }
    }

    /**
     * A provisioner was made.
     *
     * @param provisionerKind {@code acme} or {@code manual}
     * @param settings what it has of its own
     */
    record ProvisionerCreated(
            @Nullable UUID administrator,
            UUID provisioner,
            UUID authority,
            String name,
            String provisionerKind,
            Map<String, String> settings)
            implements AdministrationEvent {

        public ProvisionerCreated {
            settings = Map.copyOf(settings);
        }

        @Override
        public String kind() {
            return "provisioner-created";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("provisioner", provisioner)
                    .and("authority", authority)
                    .and("name", name)
                    .and("kind", provisionerKind)
                    .and("settings", json(settings))
                    .document();
        }
    }

    /** A provisioner was given other settings of its own. */
    record ProvisionerConfigured(
            UUID administrator, UUID provisioner, Map<String, String> before, Map<String, String> after)
            implements AdministrationEvent {

        public ProvisionerConfigured {
            before = Map.copyOf(before);
            after = Map.copyOf(after);
        }

        @Override
        public String kind() {
            return "provisioner-configured";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("provisioner", provisioner)
                    .and("before", json(before))
                    .and("after", json(after))
                    .document();
        }
    }

    /** A provisioner was switched on or off. */
    record ProvisionerSwitched(UUID administrator, UUID provisioner, boolean enabled) implements AdministrationEvent {
        @Override
        public String kind() {
            return enabled ? "provisioner-enabled" : "provisioner-disabled";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("provisioner", provisioner)
                    .document();
        }
    }

    /**
     * An administrator ended a client's account.
     *
     * @param externalAccountKey the key with which it ended, or whose secret was replaced; null if it was ended alone
     */
    record AccountEnded(UUID administrator, String account, @Nullable String externalAccountKey)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "account-ended";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("account", account)
                    .and("externalAccountKey", externalAccountKey)
                    .document();
        }
    }

    /**
     * An administrator revoked a certificate.
     *
     * @param reason RFC 5280 §5.3.1
     * @param externalAccountKey the key with which everything ended that was got by it; null if it was not revoked so
     * @param revocation the revocation of many certificates that this was a part of; null if it was revoked alone
     */
    record CertificateWithdrawn(
            UUID administrator,
            String certificate,
            UUID issuer,
            String serial,
            String reason,
            @Nullable String externalAccountKey,
            @Nullable UUID revocation)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "certificate-withdrawn";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("certificate", certificate)
                    .and("issuer", issuer)
                    .and("serial", serial)
                    .and("reason", reason)
                    .and("externalAccountKey", externalAccountKey)
                    .and("revocation", revocation)
                    .document();
        }
    }

    /**
     * An administrator had all certificates revoked that meet some criteria; each of them has an event of its own.
     *
     * @param revocation the id of this
     * @param criteria by their names in the API
     * @param reason RFC 5280 §5.3.1
     * @param previewed the moment of the preview: what was good then is hit, and nothing else
     * @param certificates how many these are
     */
    record MassRevocationBegun(
            UUID administrator,
            UUID revocation,
            UUID authority,
            Map<String, String> criteria,
            String reason,
            Instant previewed,
            long certificates)
            implements AdministrationEvent {

        public MassRevocationBegun {
            criteria = Map.copyOf(criteria);
        }

        @Override
        public String kind() {
            return "mass-revocation-begun";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("revocation", revocation)
                    .and("authority", authority)
                    .and("criteria", json(criteria))
                    .and("reason", reason)
                    .and("previewed", previewed)
                    .and("certificates", certificates)
                    .document();
        }
    }

    /**
     * That came to its end.
     *
     * @param revoked how many certificates it revoked
     * @param alreadyRevoked how many somebody else had revoked meanwhile
     * @param expired how many had expired meanwhile
     */
    record MassRevocationEnded(UUID administrator, UUID revocation, long revoked, long alreadyRevoked, long expired)
            implements AdministrationEvent {
        @Override
        public String kind() {
            return "mass-revocation-ended";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("revocation", revocation)
                    .and("revoked", revoked)
                    .and("alreadyRevoked", alreadyRevoked)
                    .and("expired", expired)
                    .document();
        }
    }

    private static JsonObject json(Map<String, String> texts) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        new TreeMap<>(texts).forEach(object::add);
        return object.build();
    }
}
