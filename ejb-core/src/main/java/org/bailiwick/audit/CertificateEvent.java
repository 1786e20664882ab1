package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a certificate, or of a serial that was to become one. */
public sealed interface CertificateEvent extends AuditEvent {

    /**
     * A certificate was issued.
     *
     * @param names none for that of an OCSP responder
     * @param permittedBy which rules of which levels of the policy permitted its names; null if it has none, or was begun
     *     before that was written down
     * @param account null for the server's own certificate
     * @param order likewise
     */
    record Issued(
            UUID issuer,
            String serial,
            List<String> names,
            @Nullable JsonObject permittedBy,
            @Nullable String account,
            @Nullable String order)
            implements CertificateEvent {
        @Override
        public String kind() {
            return "certificate-issued";
        }

        @Override
        public JsonObject document() {
            return Facts.of("issuer", issuer)
                    .and("serial", serial)
                    .and("names", names)
                    .and("permittedBy", permittedBy)
                    .and("account", account)
                    .and("order", order)
                    .document();
        }
    }

    /**
     * An issuance ended without a certificate after its serial was journaled: the serial is revoked.
     *
     * @param account null for the server's own certificate
     * @param order likewise
     */
    record Abandoned(UUID issuer, String serial, String why, @Nullable String account, @Nullable String order)
            implements CertificateEvent {
        @Override
        public String kind() {
            return "issuance-abandoned";
        }

        @Override
        public JsonObject document() {
            return Facts.of("issuer", issuer)
                    .and("serial", serial)
                    .and("why", why)
                    .and("account", account)
                    .and("order", order)
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
}
