package org.bailiwick.audit;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;

/**
 * Something that an authority must be able to prove later. Holds ids, names and hashes; never a secret. Each theme has a
 * file of its own.
 */
public sealed interface AuditEvent
        permits AccountEvent,
                AdministrationEvent,
                AdministratorEvent,
                AuditVerificationEvent,
                AuthorizationEvent,
                BlockedKeyEvent,
                CertificateEvent,
                ExternalAccountKeyEvent,
                OrderEvent,
                ProfileEvent,
                RefusalEvent,
                RegistrationAuthorityEvent,
                RevocationListEvent,
                UpstreamEvent {

    /** Made once: each look-up of the provider searches the class path. */
    JsonProvider JSON = JsonProvider.provider();

    /** What happened, as a word that a search finds: lower case letters and hyphens, at most 60. */
    String kind();

    /** The facts. */
    JsonObject document();
}
