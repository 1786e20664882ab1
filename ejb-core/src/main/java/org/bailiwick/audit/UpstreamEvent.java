package org.bailiwick.audit;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is between this server and the other CA of an upstream authority. */
public sealed interface UpstreamEvent extends AuditEvent {

    /**
     * An authority got another CA, or a new secret for the enrolment there.
     *
     * @param administrator who did it; null if it is the settings
     * @param url where that CA is asked
     * @param trustAnchors SHA-256 of each certificate that it is trusted by, hexadecimal
     */
    record Configured(@Nullable UUID administrator, UUID authority, String url, List<String> trustAnchors)
            implements UpstreamEvent {

        public Configured {
            trustAnchors = List.copyOf(trustAnchors);
        }

        @Override
        public String kind() {
            return "upstream-configured";
        }

        @Override
        public JsonObject document() {
            return Facts.of("administrator", administrator)
                    .and("authority", authority)
                    .and("url", url)
                    .and("trustAnchors", trustAnchors)
                    .document();
        }
    }

    /**
     * This server got a certificate by which the other CA knows it, its first or the next.
     *
     * @param serial hexadecimal, lower case
     * @param keyLabel where its key is in the token
     */
    record Enrolled(UUID authority, String serial, Instant notAfter, String keyLabel) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-enrolled";
        }

        @Override
        public JsonObject document() {
            return Facts.of("authority", authority)
                    .and("serial", serial)
                    .and("notAfter", notAfter)
                    .and("keyLabel", keyLabel)
                    .document();
        }
    }

    /** No certificate came for an order. */
    record OrderFailed(UUID authority, String order, String account, String why) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-order-failed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("authority", authority)
                    .and("order", order)
                    .and("account", account)
                    .and("why", why)
                    .document();
        }
    }

    /**
     * The other CA gave a certificate that is not what was asked for, or is wanted no more. It was not stored.
     *
     * @param sha256 of its DER, hexadecimal
     * @param findings what is wrong with it
     */
    record CertificateRefused(UUID authority, String order, String sha256, List<String> findings)
            implements UpstreamEvent {

        public CertificateRefused {
            findings = List.copyOf(findings);
        }

        @Override
        public String kind() {
            return "upstream-certificate-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("authority", authority)
                    .and("order", order)
                    .and("sha256", sha256)
                    .and("findings", findings)
                    .document();
        }
    }

    /**
     * The other CA has revoked what was revoked here.
     *
     * @param certificate its id; the word {@code refused} for one that was never stored
     */
    record RevocationRelayed(UUID authority, String certificate) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-revocation-relayed";
        }

        @Override
        public JsonObject document() {
            return Facts.of("authority", authority)
                    .and("certificate", certificate)
                    .document();
        }
    }

    /** The other CA will not revoke what was revoked here. */
    record RevocationRefused(UUID authority, String certificate, String why) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-revocation-refused";
        }

        @Override
        public JsonObject document() {
            return Facts.of("authority", authority)
                    .and("certificate", certificate)
                    .and("why", why)
                    .document();
        }
    }

    /** An administrator had something asked again at once. */
    record EntryRetried(UUID administrator, UUID authority, UUID entry) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-entry-retried";
        }

        @Override
        public JsonObject document() {
            return ofEntry(administrator, authority, entry);
        }
    }

    /** An administrator gave something up that the other CA was to be asked for. */
    record EntryGivenUp(UUID administrator, UUID authority, UUID entry) implements UpstreamEvent {
        @Override
        public String kind() {
            return "upstream-entry-given-up";
        }

        @Override
        public JsonObject document() {
            return ofEntry(administrator, authority, entry);
        }
    }

    private static JsonObject ofEntry(UUID administrator, UUID authority, UUID entry) {
        return Facts.of("administrator", administrator)
                .and("authority", authority)
                .and("entry", entry)
                .document();
    }
}
