package org.bailiwick.ra;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.RecordedProblem;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.certificate.PendingCertificate;
import org.jspecify.annotations.Nullable;

/**
 * A registration authority's request for one certificate: for somebody else, or its own. There is one from the moment on at
 * which everything was checked and what will be signed is in the journal; it ends with a certificate or a problem. What is
 * refused before that leaves none.
 */
@Entity
public class RelayedRequest implements PendingCertificate {

    private static final int LONGEST_NAMES = 30_000;
    private static final int LONGEST_EVIDENCE = 40_000;

    /** What a request is for. */
    public enum Kind {
        /** Somebody whose request the registration authority relays. */
        RELAYED("relayed"),
        /** The registration authority itself, which has shown its secret. */
        ENROLMENT("enrolment"),
        /** The registration authority itself, which has signed by the certificate that it has. */
        RENEWAL("renewal");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As the API and the database write it. */
        public String word() {
            return word;
        }
    }

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "registration_authority_id")
    private UUID registrationAuthority;

    @Column(length = 10)
    private String kind;

    @Column(name = "transaction_id", length = 128)
    private String transaction;

    @Column(name = "order_id")
    private @Nullable UUID order;

    @Column(length = 63)
    private @Nullable String profile;

    @Column(length = 64)
    private String keyFingerprint;

    @Column(length = LONGEST_NAMES)
    private String names;

    private byte[] message;

    @Column(length = LONGEST_EVIDENCE)
    private @Nullable String evidence;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant deliveredAt;

    private boolean awaitsConfirmation;

    @Column(name = "certificate_id")
    private @Nullable UUID certificate;

    @Embedded
    private @Nullable RecordedProblem problem;

    protected RelayedRequest() {}

    private RelayedRequest(
            UUID registrationAuthority, Kind kind, RelayedMessage message, KeyFingerprint key, Instant now) {
        this.id = ResourceId.random(now).value();
        this.registrationAuthority = registrationAuthority;
        this.kind = kind.word();
        this.transaction = message.transaction();
        this.order = message.order().orElse(null);
        this.keyFingerprint = key.value();
        this.names = "";
        this.message = message.der();
        this.evidence = message.evidence().orElse(null);
        this.awaitsConfirmation = !message.implicitConfirm();
        this.createdAt = now;
    }

    /**
     * A new one for somebody else, whose certificate is about to be journaled.
     *
     * @param profile the profile that the certificate has, by its name
     * @param identifiers the names that it is for, in the request's order
     * @param key the key to be certified
     */
    public static RelayedRequest relayed(
            RegistrationAuthority by,
            RelayedMessage message,
            String profile,
            Collection<? extends Identifier> identifiers,
            KeyFingerprint key,
            Instant now) {
        RelayedRequest request = new RelayedRequest(by.id(), Kind.RELAYED, message, key, now);
        request.profile = profile;
        request.names = identifiers.stream().map(Identifier::value).collect(Collectors.joining("\n"));
        return request;
    }

    /**
     * A new one of a registration authority for its own certificate, which is about to be journaled.
     *
     * @param by its row is locked
     * @param kind an enrolment or a renewal
     * @param key the key to be certified
     */
    public static RelayedRequest own(
            RegistrationAuthority by, Kind kind, RelayedMessage message, KeyFingerprint key, Instant now) {
        if (kind == Kind.RELAYED) {
            throw new IllegalArgumentException("what is relayed is no own certificate");
        }
        RelayedRequest request = new RelayedRequest(by.id(), kind, message, key, now);
        // the numbers of orders are for what is relayed
        request.order = null;
        by.ask(request);
        return request;
    }

    public UUID id() {
        return id;
    }

    /** Which registration authority asked. */
    public UUID registrationAuthority() {
        return registrationAuthority;
    }

    /** What it is for. */
    public Kind kind() {
        return Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(kind))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("relayed request " + id + " is of an unknown kind " + kind));
    }

    /** The transactionID of the message that it came by first, hexadecimal. */
    public String transaction() {
        return transaction;
    }

    /** The registration authority's own name for it, if it gave one. */
    public Optional<UUID> order() {
        return Optional.ofNullable(order);
    }

    /** The name of its certificate's profile; empty for a registration authority's own. */
    public Optional<String> profile() {
        return Optional.ofNullable(profile);
    }

    /** What the certificate is for; nothing for a registration authority's own. */
    public List<String> names() {
        return names.lines().toList();
    }

    /** The key to be certified. */
    public KeyFingerprint key() {
        return new KeyFingerprint(keyFingerprint);
    }

    /** The message that it came by first, DER, as the registration authority protected it. */
    public byte[] message() {
        return message.clone();
    }

    /** JSON: what the message says of how the names were validated; empty if it says nothing. */
    public Optional<String> evidence() {
        return Optional.ofNullable(evidence);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The certificate, once it is there. */
    public Optional<ResourceId> certificate() {
        return Optional.ofNullable(certificate).map(ResourceId::new);
    }

    /** Why it ended without one. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem).map(RecordedProblem::problem);
    }

    /** Derived; nothing but a certificate or a problem ends it. */
    public RelayedRequestStatus status() {
        if (problem != null) {
            return RelayedRequestStatus.INVALID;
        }
        return certificate != null ? RelayedRequestStatus.VALID : RelayedRequestStatus.PROCESSING;
    }

    /** Whether it is still to be said that the certificate is accepted, or not. */
    public boolean awaitsConfirmation() {
        return awaitsConfirmation;
    }

    /** It was said, or it is too late for it. */
    public void confirmationEnds() {
        awaitsConfirmation = false;
    }

    /** The certificate goes out, now or before. */
    public void deliver(Instant now) {
        if (deliveredAt == null) {
            deliveredAt = now;
        }
    }

    /**
     * Whether this asks for the same: for the same key, names, and profile.
     *
     * @param asked the name of the profile; empty if any will do
     */
    public boolean isFor(Collection<? extends Identifier> identifiers, KeyFingerprint key, Optional<String> asked) {
        return keyFingerprint.equals(key.value())
                && asked.filter(name -> !name.equals(profile)).isEmpty()
                && Set.copyOf(names())
                        .equals(identifiers.stream().map(Identifier::value).collect(Collectors.toSet()));
    }

    /** What its registration authority takes the place of, that one knows alone. */
    @Override
    public Optional<ResourceId> replacedCertificate() {
        return Optional.empty();
    }

    @Override
    public void complete(ResourceId issued) {
        requireProcessing();
        certificate = issued.value();
    }

    @Override
    public void fail(Problem why) {
        requireProcessing();
        problem = RecordedProblem.of(why);
        awaitsConfirmation = false;
    }

    private void requireProcessing() {
        if (status() != RelayedRequestStatus.PROCESSING) {
            throw new IllegalStateException("relayed request " + id + " has ended");
        }
    }
}
