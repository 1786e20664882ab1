package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a certificate, or of a serial that was to become one. */
public sealed interface CertificateEvent extends AuditEvent {

    /**
     * Who a certificate was for; all is null for the server's own.
     *
     * @param account whose order it was
     * @param order the order
     * @param administrator who asked by a manual request
     * @param provisioner where
     * @param manualRequest that request
     * @param registrationAuthority which one relayed it, or asked for its own
     * @param relayedRequest by what
     */
    record RequestedBy(
            @Nullable String account,
            @Nullable String order,
            @Nullable UUID administrator,
            @Nullable UUID provisioner,
            @Nullable UUID manualRequest,
            @Nullable UUID registrationAuthority,
            @Nullable UUID relayedRequest) {

        /** An account by an order; the server by neither. */
        public static RequestedBy account(@Nullable String account, @Nullable String order) {
            return new RequestedBy(account, order, null, null, null, null, null);
        }

        /** An administrator by a manual request. */
        public static RequestedBy administrator(UUID administrator, UUID provisioner, UUID manualRequest) {
            return new RequestedBy(null, null, administrator, provisioner, manualRequest, null, null);
        }

        /** A registration authority, for somebody else or for itself. */
        public static RequestedBy registrationAuthority(
                UUID registrationAuthority, UUID provisioner, UUID relayedRequest) {
            return new RequestedBy(null, null, null, provisioner, null, registrationAuthority, relayedRequest);
        }

        private Facts after(Facts facts) {
            return facts.and("account", account)
                    .and("order", order)
                    .and("administrator", administrator)
                    .and("provisioner", provisioner)
                    .and("manualRequest", manualRequest)
                    .and("registrationAuthority", registrationAuthority)
                    .and("relayedRequest", relayedRequest);
        }
    }

    /**
     * A certificate was issued.
     *
     * @param names none for that of an OCSP responder
     * @param permittedBy which rules of which levels of the policy permitted its names; null if it has none, or was begun
     *     before that was written down
     */
    record Issued(
            UUID issuer, String serial, List<String> names, @Nullable JsonObject permittedBy, RequestedBy requestedBy)
            implements CertificateEvent {
        @Override
        public String kind() {
            return "certificate-issued";
        }

        @Override
        public JsonObject document() {
            return requestedBy
                    .after(Facts.of("issuer", issuer)
                            .and("serial", serial)
                            .and("names", names)
                            .and("permittedBy", permittedBy))
                    .document();
        }
    }

    /** An issuance ended without a certificate after its serial was journaled: the serial is revoked. */
    record Abandoned(UUID issuer, String serial, String why, RequestedBy requestedBy) implements CertificateEvent {
        @Override
        public String kind() {
            return "issuance-abandoned";
        }

        @Override
        public JsonObject document() {
            return requestedBy
                    .after(Facts.of("issuer", issuer).and("serial", serial).and("why", why))
                    .document();
        }
    }

    /**
     * A certificate was revoked by a client.
     *
     * @param reason RFC 5280 §5.3.1
     * @param right what permitted it
     * @param account null if the certificate's key signed the request
     */
    record Revoked(UUID issuer, String serial, String reason, String right, @Nullable String account)
            implements CertificateEvent {
        @Override
        public String kind() {
            return "certificate-revoked";
        }

        @Override
        public JsonObject document() {
            return Facts.of("issuer", issuer)
                    .and("serial", serial)
                    .and("reason", reason)
                    .and("right", right)
                    .and("account", account)
                    .document();
        }
    }

    /**
     * A certificate was revoked by the registration authority that relayed the request for it, or since that one did not take it
     * or did not say in time whether it does.
     *
     * @param reason RFC 5280 §5.3.1
     * @param because {@code asked}, {@code rejected} or {@code unconfirmed}
     */
    record RelayedRevoked(UUID issuer, String serial, String reason, UUID registrationAuthority, String because)
            implements CertificateEvent {
        @Override
        public String kind() {
            return "certificate-revoked-by-relay";
        }

        @Override
        public JsonObject document() {
            return Facts.of("issuer", issuer)
                    .and("serial", serial)
                    .and("reason", reason)
                    .and("registrationAuthority", registrationAuthority)
                    .and("because", because)
                    .document();
        }
    }
}
