package org.bailiwick.order;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.AuthorizationStatus;
import org.bailiwick.authorization.RecordedProblem;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.certificate.PendingCertificate;
import org.bailiwick.profile.ProfileDocument;
import org.jspecify.annotations.Nullable;

/**
 * An order (RFC 8555 §7.1.3): an account asks for one certificate for some names. It starts with an authorization for
 * each name; when all are valid it may be finalized, is then processing, and ends with a certificate or a problem. It
 * holds these facts; {@link #statusAt} derives the status from them.
 */
@Entity
@Table(name = "acme_order")
public class Order implements PendingCertificate {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "account_id")
    private UUID account;

    private Instant createdAt;
    private Instant expiresAt;
    private @Nullable Instant processingSince;

    @Column(name = "certificate_id")
    private @Nullable UUID certificate;

    @Column(length = CertificateId.MAXIMUM_LENGTH)
    private @Nullable String replaces;

    @Column(name = "replaces_id")
    private @Nullable UUID replacedCertificate;

    @Embedded
    private @Nullable RecordedProblem problem;

    @Column(length = 63)
    private String profile;

    @Column(length = 64)
    private @Nullable String profileFingerprint;

    private @Nullable Instant notBefore;
    private @Nullable Instant notAfter;

    @OneToMany(cascade = CascadeType.PERSIST)
    @JoinColumn(name = "order_id", insertable = false, updatable = false)
    @OrderBy("position")
    private Set<Authorization> authorizations;

    protected Order() {}

    /**
     * A new order, with a pending authorization for each identifier.
     *
     * @param request what it asks for
     * @param profile the profile that its certificate will have
     * @param types the challenges to offer for each, as far as they can prove it
     * @param lifetime until when it must have ended
     */
    public Order(
            ResourceId account,
            OrderRequest request,
            CertificateProfile profile,
            List<ChallengeType> types,
            Instant now,
            Duration lifetime) {
        ResourceId newId = ResourceId.random(now);
        this.id = newId.value();
        this.account = account.value();
        this.createdAt = now;
        this.expiresAt = now.plus(lifetime);
        this.profile = profile.name();
        this.profileFingerprint = fingerprint(profile);
        this.notBefore = request.validity().notBefore().orElse(null);
        this.notAfter = request.validity().notAfter().orElse(null);
        this.authorizations = new LinkedHashSet<>();
        for (Identifier identifier : request.identifiers()) {
            authorizations.add(
                    Authorization.pending(newId, account, authorizations.size(), identifier, types, now, expiresAt));
        }
    }

    public ResourceId id() {
        return new ResourceId(id);
    }

    public ResourceId account() {
        return new ResourceId(account);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** The name of the profile that its certificate has. */
    public String profile() {
        return profile;
    }

    /**
     * The profile that its certificate has, exactly as its client was offered it.
     *
     * @param known those that its authority has now
     * @throws AcmeException {@code invalidProfile} if it is not among them any more, or is another one meanwhile
     */
    public CertificateProfile profileAmong(KnownProfiles known) {
        CertificateProfile now = known.named(profile)
                .orElseThrow(() -> new AcmeException(ProblemType.INVALID_PROFILE.problem(
                        "The profile \"%s\" of this order was deleted; make a new order.".formatted(profile))));
        if (!Objects.equals(fingerprint(now), profileFingerprint)) {
            throw new AcmeException(ProblemType.INVALID_PROFILE.problem(
                    "The profile \"%s\" was changed since this order was made; make a new order.".formatted(profile)));
        }
        return now;
    }

    /** A built-in one changes with the software only. */
    private static @Nullable String fingerprint(CertificateProfile profile) {
        return KnownProfiles.BUILT_IN.named(profile.name()).isPresent() ? null : ProfileDocument.fingerprint(profile);
    }

    /** When its certificate is to be valid, as far as the client said. */
    public RequestedValidity validity() {
        return new RequestedValidity(Optional.ofNullable(notBefore), Optional.ofNullable(notAfter));
    }

    /** In the order in which the client named them. */
    public List<Identifier> identifiers() {
        return authorizations.stream().map(Authorization::identifier).toList();
    }

    /** One for each identifier, in their order. */
    public List<Authorization> authorizations() {
        return List.copyOf(authorizations);
    }

    /** The certificate, once it is there. */
    public Optional<ResourceId> certificate() {
        return Optional.ofNullable(certificate).map(ResourceId::new);
    }

    /** The name of the certificate that it replaces, as the client wrote it (RFC 9773 §5). */
    public Optional<String> replaces() {
        return Optional.ofNullable(replaces);
    }

    @Override
    public Optional<ResourceId> replacedCertificate() {
        return Optional.ofNullable(replacedCertificate).map(ResourceId::new);
    }

    /** Its certificate will replace another (RFC 9773 §5). */
    void replace(CertificateId name, ResourceId predecessor) {
        replaces = name.toString();
        replacedCertificate = predecessor.value();
    }

    /** Why it ended without a certificate, if that was not a challenge's doing. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem).map(RecordedProblem::problem);
    }

    /**
     * Why it never comes to a certificate, as a sentence; empty as long as it may, and if it did.
     *
     * @param ofName what {@link #failureOfName} says of the first of its names that failed; empty if none did
     */
    public Optional<String> failureAt(Instant now, Optional<String> ofName) {
        if (statusAt(now) != OrderStatus.INVALID) {
            return Optional.empty();
        }
        return problem().map(Problem::detail).or(() -> ofName).or(() -> Optional.of(endedBecause(now)));
    }

    /** A name and why it failed. */
    public static String failureOfName(String name, String detail) {
        return name + ": " + detail;
    }

    private String endedBecause(Instant now) {
        return authorizations.stream()
                .filter(authorization -> authorization.statusAt(now) == AuthorizationStatus.DEACTIVATED)
                .findFirst()
                .map(authorization ->
                        failureOfName(authorization.identifier().value(), "the client gave this name up."))
                .orElse("The client did not finish this order in time.");
    }

    /**
     * Derived (RFC 8555 §7.1.6), in this order: ended by a problem, certificate there, finalize begun (docs/adr/0005 says
     * why these come before the clock), expired, an authorization that can no longer become valid, one that is not valid
     * yet, else ready.
     */
    public OrderStatus statusAt(Instant now) {
        if (problem != null) {
            return OrderStatus.INVALID;
        }
        if (certificate != null) {
            return OrderStatus.VALID;
        }
        if (processingSince != null) {
            return OrderStatus.PROCESSING;
        }
        if (!now.isBefore(expiresAt)) {
            return OrderStatus.INVALID;
        }
        boolean pending = false;
        for (Authorization authorization : authorizations) {
            AuthorizationStatus status = authorization.statusAt(now);
            if (status != AuthorizationStatus.PENDING && status != AuthorizationStatus.VALID) {
                return OrderStatus.INVALID;
            }
            pending |= status == AuthorizationStatus.PENDING;
        }
        return pending ? OrderStatus.PENDING : OrderStatus.READY;
    }

    /**
     * finalize has begun (RFC 8555 §7.4). From here on every path ends in {@link #complete} or {@link #fail}.
     *
     * @throws TooLateException {@code orderNotReady} if it may not be finalized
     */
    public void beginProcessing(Instant now) {
        OrderStatus status = statusAt(now);
        if (status != OrderStatus.READY) {
            throw new TooLateException(ProblemType.ORDER_NOT_READY.problem(notReadyBecause(status)));
        }
        processingSince = now;
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
    }

    private void requireProcessing() {
        if (processingSince == null || certificate != null || problem != null) {
            throw new IllegalStateException("order " + id() + " is not processing");
        }
    }

    private static String notReadyBecause(OrderStatus status) {
        return switch (status) {
            case PENDING -> "This order cannot be finalized yet: not all of its authorizations are valid.";
            case READY -> throw new IllegalArgumentException("a ready order is ready");
            case PROCESSING -> "This order is being finalized already; ask for it again in a moment.";
            case VALID -> "This order was finalized before; its certificate is there.";
            case INVALID -> "This order is invalid; make a new one.";
        };
    }
}
