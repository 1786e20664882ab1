package org.bailiwick.upstream.outbox;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.document.ExplanationDocument;
import org.bailiwick.profile.MalformedProfileException;
import org.bailiwick.profile.ProfileDocument;
import org.bailiwick.upstream.Ask;
import org.bailiwick.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * What another CA is to be asked for: a certificate for an order, or a revocation. It is there until what came of it is
 * written down; a revocation that the CA refused stays, for somebody to look at.
 */
@Entity
@Table(name = "outbox")
public class OutboxEntry {

    static final int PROBLEM_LENGTH = 2_000;

    private static final Duration ANOTHER_DAY = Duration.ofDays(1);

    private static final JsonProvider JSON = JsonProvider.provider();

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    @Column(name = "order_id")
    private @Nullable UUID order;

    private byte @Nullable [] certificate;
    private byte @Nullable [] csr;

    @Column(name = "certificate_id")
    private @Nullable UUID certificateId;

    private @Nullable Integer revocationReason;

    @Column(length = ProfileDocument.MAXIMUM_LENGTH)
    private @Nullable String profile;

    @Column(length = Evidence.LONGEST)
    private @Nullable String evidence;

    @Column(length = ExplanationDocument.DECIDING_LENGTH)
    private @Nullable String permittedBy;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant deadline;

    private byte @Nullable [] message;
    private @Nullable Instant writtenAt;

    @Column(length = 200)
    private @Nullable String messageKey;

    private byte @Nullable [] ticket;
    private int attempts;

    @Column(nullable = false)
    private Instant nextAt;

    @Column(length = PROBLEM_LENGTH)
    private @Nullable String problem;

    private @Nullable Instant failedAt;

    protected OutboxEntry() {}

    private OutboxEntry(UUID authority, Instant now, Instant deadline) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.createdAt = now;
        this.deadline = deadline;
        this.nextAt = now;
    }

    /**
     * A certificate for an order.
     *
     * @param csr DER PKCS#10, as the client made it
     * @param profile what the certificate may be at most
     * @param why which rules permitted the names
     * @param evidence how they were proven, JSON
     * @param deadline when the order fails if nothing came of it
     */
    static OutboxEntry certificate(
            UUID authority,
            ResourceId order,
            byte[] csr,
            CertificateProfile profile,
            Explanation why,
            String evidence,
            Instant now,
            Instant deadline) {
        OutboxEntry entry = new OutboxEntry(authority, now, deadline);
        entry.order = order.value();
        entry.csr = csr.clone();
        entry.profile = ProfileDocument.write(profile).toString();
        entry.permittedBy = ExplanationDocument.deciding(why).toString();
        entry.evidence = evidence;
        return entry;
    }

    /**
     * A revocation.
     *
     * @param certificate DER
     * @param stored the certificate's row; empty if it was refused here and has none
     * @param deadline when it makes no sense any more
     */
    static OutboxEntry revocation(
            UUID authority,
            byte[] certificate,
            Optional<ResourceId> stored,
            RevocationReason reason,
            Instant now,
            Instant deadline) {
        OutboxEntry entry = new OutboxEntry(authority, now, deadline);
        entry.certificate = certificate.clone();
        entry.certificateId = stored.map(ResourceId::value).orElse(null);
        entry.revocationReason = reason.code();
        return entry;
    }

    public UUID id() {
        return id;
    }

    public UUID authority() {
        return authority;
    }

    /** The order that it asks for a certificate for; empty for a revocation. */
    public Optional<ResourceId> order() {
        return Optional.ofNullable(order).map(ResourceId::new);
    }

    /** The certificate that is to be revoked, if it is one that is stored here. */
    public Optional<ResourceId> certificate() {
        return Optional.ofNullable(certificateId).map(ResourceId::new);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it ends if nothing came of it. */
    public Instant deadline() {
        return deadline;
    }

    /** How often it was tried. */
    public int attempts() {
        return attempts;
    }

    /** When it is tried again, unless it has failed. */
    public Instant nextAt() {
        return nextAt;
    }

    /** A sentence that says why nothing came of the last attempt; empty before the first. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** What the certificate is for that it asks for, or has revoked. */
    List<String> names() {
        if (certificate != null) {
            return EndEntityCertificate.parse(certificate)
                    .map(read -> read.names().stream()
                            .map(SubjectName::value)
                            .distinct()
                            .toList())
                    .orElse(List.of());
        }
        return evidence == null ? List.of() : Evidence.names(json(evidence));
    }

    /** Derived; nothing but a refusal decides it. */
    OutboxState state() {
        return failedAt == null ? OutboxState.WAITING : OutboxState.REFUSED;
    }

    /** When it came to nothing, if it did: it is not tried any more unless somebody wants it. */
    public Optional<Instant> failedAt() {
        return Optional.ofNullable(failedAt);
    }

    /** What the CA is asked. */
    Ask ask() {
        if (certificate != null && revocationReason != null) {
            return new Ask.Revocation(certificate.clone(), RevocationReason.ofCode(revocationReason));
        }
        if (order == null || csr == null || evidence == null) {
            throw new IllegalStateException("outbox entry " + id + " asks for nothing");
        }
        return new Ask.Certification(order, csr.clone(), profile().name(), evidence);
    }

    /** What the certificate may be at most, as the client was offered it. */
    CertificateProfile profile() {
        try {
            return ProfileDocument.read(json(profile));
        } catch (MalformedProfileException altered) {
            throw new IllegalStateException("the profile of outbox entry " + id + " was altered", altered);
        }
    }

    /** Which rules permitted the names. */
    JsonObject permittedBy() {
        return json(permittedBy);
    }

    private JsonObject json(@Nullable String text) {
        if (text == null) {
            throw new IllegalStateException("outbox entry " + id + " is for no certificate");
        }
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** The request that is under way, if it may be sent once more as it is. */
    Optional<Written> written(Instant now) {
        if (message == null || messageKey == null || writtenAt == null) {
            return Optional.empty();
        }
        return Upstream.isFresh(writtenAt, now)
                ? Optional.of(new Written(message.clone(), messageKey))
                : Optional.empty();
    }

    /**
     * A request that was written.
     *
     * @param octets as it is sent
     * @param key the label of the key that signed it: when another took its place the CA does not take it any more
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Written(byte[] octets, String key) {}

    /** What to ask again with, if the CA said that it takes longer. */
    Optional<byte[]> ticket() {
        return Optional.ofNullable(ticket).map(byte[]::clone);
    }

    /** A request was written, and is to be sent. */
    void write(Written request, Instant now) {
        message = request.octets().clone();
        messageKey = request.key();
        writtenAt = now;
        ticket = null;
    }

    /** The CA said that it takes longer. */
    void await(byte[] until, Instant next) {
        attempts++;
        ticket = until.clone();
        problem = null;
        nextAt = next;
    }

    /** Nothing came of an attempt; it is tried again. */
    void retry(String why, Instant next) {
        attempts++;
        problem = shortened(why);
        nextAt = next;
    }

    /** The transaction came to nothing: the next attempt begins another one. */
    void beginAnew() {
        message = null;
        messageKey = null;
        writtenAt = null;
        ticket = null;
    }

    /** It came to nothing. */
    void fail(String why, Instant now) {
        problem = shortened(why);
        failedAt = now;
        beginAnew();
    }

    /** Somebody wants it tried at once, be it that it had failed: also a revocation that came too late gets another day. */
    void tryNow(Instant now) {
        if (failedAt != null && !now.isBefore(deadline)) {
            deadline = now.plus(ANOTHER_DAY);
        }
        failedAt = null;
        nextAt = now;
    }

    private static String shortened(String why) {
        return why.length() > PROBLEM_LENGTH ? why.substring(0, PROBLEM_LENGTH) : why;
    }
}
