package org.bailiwick.issuance;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.StringReader;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.certificate.Origin;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.document.ExplanationDocument;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal: this serial with exactly these bytes is about to be signed. Written before the token is asked,
 * removed when the certificate is stored; one that stays tells of an issuance that was interrupted.
 */
@Entity
public class IssuanceAttempt {

    private static final JsonProvider JSON = JsonProvider.provider();

    @Id
    private UUID id;

    @Column(name = "issuer_id")
    private UUID issuer;

    @Column(name = "account_id")
    private @Nullable UUID account;

    @Column(name = "order_id")
    private @Nullable UUID order;

    @Column(name = "manual_request_id")
    private @Nullable UUID manualRequest;

    @Column(name = "relayed_request_id")
    private @Nullable UUID relayedRequest;

    @Column(name = "registration_authority_id")
    private @Nullable UUID registrationAuthority;

    @Column(length = 40)
    private String serial;

    private byte[] tbs;

    @Column(length = ExplanationDocument.DECIDING_LENGTH)
    private @Nullable String permittedBy;

    private Instant notBefore;
    private Instant notAfter;

    @Column(length = 100)
    private String node;

    private Instant startedAt;

    protected IssuanceAttempt() {}

    /** @param why which rules permitted its names; null if it has none that a policy judges */
    IssuanceAttempt(
            UUID issuer,
            Requester requester,
            PreparedCertificate prepared,
            @Nullable Explanation why,
            String node,
            Instant now) {
        this.id = ResourceId.random(now).value();
        this.issuer = issuer;
        this.account = requester.account().map(ResourceId::value).orElse(null);
        this.order = requester.order().map(ResourceId::value).orElse(null);
        this.manualRequest = requester.manualRequest().orElse(null);
        this.relayedRequest = requester.relayedRequest().orElse(null);
        this.registrationAuthority = requester.registrationAuthority().orElse(null);
        this.serial = prepared.serial().toString();
        this.tbs = prepared.tbs();
        this.permittedBy =
                why == null ? null : ExplanationDocument.deciding(why).toString();
        this.notBefore = prepared.notBefore();
        this.notAfter = prepared.notAfter();
        this.node = node;
        this.startedAt = now;
    }

    UUID id() {
        return id;
    }

    UUID issuer() {
        return issuer;
    }

    /** Who asked for it. */
    Requester requester() {
        return new Requester(
                Optional.ofNullable(account).map(ResourceId::new),
                Optional.ofNullable(order).map(ResourceId::new),
                Optional.ofNullable(manualRequest),
                Optional.ofNullable(relayedRequest),
                Optional.ofNullable(registrationAuthority));
    }

    /**
     * Where the certificate comes from that it ends with.
     *
     * @param authority the issuer's
     * @param replaces what its order says that it replaces
     */
    Origin origin(UUID authority, Optional<ResourceId> replaces) {
        Requester requester = requester();
        return new Origin(
                authority,
                issuer,
                requester.account(),
                requester.order(),
                requester.manualRequest(),
                requester.relayedRequest(),
                requester.registrationAuthority(),
                replaces);
    }

    /** Hexadecimal. */
    String serial() {
        return serial;
    }

    /** DER TBSCertificate. */
    byte[] tbs() {
        return tbs.clone();
    }

    /**
     * Which rules of which levels permitted its names; null if it has none that a policy judges, or was journaled before that
     * was written down.
     */
    @Nullable
    JsonObject permittedBy() {
        if (permittedBy == null) {
            return null;
        }
        try (JsonReader reader = JSON.createReader(new StringReader(permittedBy))) {
            return reader.readObject();
        }
    }

    Instant notBefore() {
        return notBefore;
    }

    Instant notAfter() {
        return notAfter;
    }

    Instant startedAt() {
        return startedAt;
    }
}
