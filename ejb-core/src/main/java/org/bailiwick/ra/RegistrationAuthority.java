package org.bailiwick.ra;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.provisioner.Provisioner;
import org.jspecify.annotations.Nullable;

/**
 * One registration authority of an authority. What it may relay is what its provisioner permits; what it signs counts only if
 * it is signed by the certificate that this record names. It holds what happened to it; {@link #statusAt} derives its state.
 */
@Entity
public class RegistrationAuthority {

    /** Who enrols has been told so just before. */
    public static final Duration LONGEST_SECRET = Duration.ofDays(30);

    /** In a minute; more than the largest deployment relays. */
    public static final int HIGHEST_RATE = 100_000;

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    @ManyToOne(optional = false)
    private Provisioner provisioner;

    @Column(length = 63)
    private String name;

    private @Nullable Integer rate;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant suspendedAt;

    private byte @Nullable [] secret;

    @Column(length = 200)
    private @Nullable String secretKey;

    private int secretNumber;

    @Column(nullable = false)
    private Instant secretExpiresAt;

    private @Nullable Instant secretUsedAt;

    @Column(name = "own_request_id")
    private @Nullable UUID ownRequest;

    @Column(name = "certificate_id")
    private @Nullable UUID certificate;

    private @Nullable Instant certificateUsedAt;

    @Column(name = "previous_certificate_id")
    private @Nullable UUID previousCertificate;

    /** Written by a query: who is seen at the same moment by two nodes must not hinder either. */
    @Column(updatable = false)
    private @Nullable Instant lastSeenAt;

    protected RegistrationAuthority() {}

    /**
     * A new one, which may enrol.
     *
     * @param id its id, under which the secret was sealed
     * @param provisioner one of the kind {@code ra}
     * @param name its segment in URLs
     * @param rate how many requests in a minute; empty for as many as come
     * @param sealed the secret that it enrols by, of the number 1
     * @param expires when that is of no use any more
     */
    public RegistrationAuthority(
            ResourceId id,
            Provisioner provisioner,
            AuthorityName name,
            Optional<Integer> rate,
            SealedSecret sealed,
            Instant expires,
            Instant now) {
        this.id = id.value();
        this.authority = provisioner.authority().id();
        this.provisioner = provisioner;
        this.name = name.value();
        this.rate = rate.orElse(null);
        this.createdAt = now;
        give(sealed, expires);
    }

    public UUID id() {
        return id;
    }

    /** Changes with each change of it; being seen is none. */
    public long version() {
        return version;
    }

    /** Whose requests it relays to. */
    public UUID authority() {
        return authority;
    }

    /** Says what it may relay: by its policy, and its profiles. */
    public Provisioner provisioner() {
        return provisioner;
    }

    /** Its segment in URLs. */
    public String name() {
        return name;
    }

    /** How many requests in a minute; empty for as many as come. */
    public Optional<Integer> rate() {
        return Optional.ofNullable(rate);
    }

    /** Permits another number of requests in a minute. */
    public void limit(Optional<Integer> requests) {
        rate = requests.orElse(null);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it was suspended, if it is. */
    public Optional<Instant> suspendedAt() {
        return Optional.ofNullable(suspendedAt);
    }

    /** Lets nothing of it count any more; {@code false} if that was so before. */
    public boolean suspend(Instant now) {
        if (suspendedAt != null) {
            return false;
        }
        suspendedAt = now;
        return true;
    }

    /** Lets it count again; {@code false} if it does. */
    public boolean resume() {
        if (suspendedAt == null) {
            return false;
        }
        suspendedAt = null;
        return true;
    }

    /** Its own certificate, once it has enrolled. */
    public Optional<ResourceId> certificate() {
        return Optional.ofNullable(certificate).map(ResourceId::new);
    }

    /** When it was last seen, to the minute. */
    public Optional<Instant> lastSeenAt() {
        return Optional.ofNullable(lastSeenAt);
    }

    /** When the secret that it was given last is of no use any more. */
    public Instant secretExpiresAt() {
        return secretExpiresAt;
    }

    /** When it enrolled by the secret that it was given last. */
    public Optional<Instant> enrolledAt() {
        return Optional.ofNullable(secretUsedAt);
    }

    /** Which of its secrets it was given last: 1 for the first. */
    public int secretNumber() {
        return secretNumber;
    }

    /** That secret, encrypted; empty once nothing needs it any more. */
    public Optional<SealedSecret> secret() {
        return secret == null || secretKey == null
                ? Optional.empty()
                : Optional.of(new SealedSecret(secretKey, secret));
    }

    /** Whether it may enrol by the secret that it was given last. */
    public boolean mayEnrolAt(Instant now) {
        return secret != null && secretUsedAt == null && now.isBefore(secretExpiresAt) && suspendedAt == null;
    }

    /**
     * Gives it another secret: it may enrol again. Until it does the certificate that it has goes on to count; but nothing that a
     * suspended one had counts any more, as its key may have been stolen, and it must be resumed to enrol.
     *
     * @param number of the secret that it has, as it was read
     * @return whether it was given; not if somebody else gave it one since
     */
    public boolean giveSecret(int number, SealedSecret sealed, Instant expires) {
        if (number != secretNumber) {
            return false;
        }
        give(sealed, expires);
        if (suspendedAt != null) {
            ownRequest = null;
            certificate = null;
            certificateUsedAt = null;
            previousCertificate = null;
        }
        return true;
    }

    private void give(SealedSecret sealed, Instant expires) {
        secret = sealed.encrypted();
        secretKey = sealed.keyLabel();
        secretNumber++;
        secretExpiresAt = expires;
        secretUsedAt = null;
    }

    /** Forgets a secret that it has enrolled by, or cannot any more; {@code false} if there is none like that. */
    public boolean forgetSecret(Instant now) {
        if (secret == null || (secretUsedAt == null && now.isBefore(secretExpiresAt))) {
            return false;
        }
        secret = null;
        secretKey = null;
        return true;
    }

    /** The last request for its own certificate. */
    public Optional<UUID> ownRequest() {
        return Optional.ofNullable(ownRequest);
    }

    /** A request for its own certificate begins. */
    void ask(RelayedRequest request) {
        ownRequest = request.id();
    }

    /**
     * Its own certificate is there. What counted goes on to count until it uses the new one, so that it is not locked out if
     * the answer is lost; but for that of an earlier enrolment, as whoever has a new secret may have it because the key was
     * stolen.
     *
     * @param enrolled whether it enrolled by its secret, which is used up; else it renewed what it has
     */
    void pin(RelayedRequest request, ResourceId issued, boolean enrolled) {
        if (!request.id().equals(ownRequest)) {
            throw new IllegalStateException(
                    "registration authority %s asked for another certificate since".formatted(id));
        }
        if (enrolled) {
            previousCertificate = null;
            secretUsedAt = request.createdAt();
        } else if (certificateUsedAt != null) {
            previousCertificate = certificate;
        }
        certificate = issued.value();
        certificateUsedAt = null;
    }

    /** The certificates whose signatures count, the newest first. Whether they are valid and not revoked they say themselves. */
    public List<ResourceId> pinned() {
        return Stream.of(Optional.ofNullable(certificate), Optional.ofNullable(previousCertificate))
                .flatMap(Optional::stream)
                .map(ResourceId::new)
                .toList();
    }

    /** Whether that certificate signed for the first time: from then on the one before counts no more. */
    public boolean isFirstUse(ResourceId signer) {
        return signer.value().equals(certificate) && certificateUsedAt == null;
    }

    /** It has signed by its newest certificate. */
    public void used(ResourceId signer, Instant now) {
        if (isFirstUse(signer)) {
            certificateUsedAt = now;
            previousCertificate = null;
        }
    }

    /**
     * Demands that it may relay.
     *
     * @throws AcmeException {@code unauthorized} if it is suspended, or its provisioner is disabled
     */
    public void requireActive() {
        if (suspendedAt != null) {
            throw new AcmeException(ProblemType.UNAUTHORIZED.problem(
                    "The registration authority \"%s\" is suspended; its CA's administrators can resume it."
                            .formatted(name)));
        }
        if (!provisioner.enabled()) {
            throw new AcmeException(ProblemType.UNAUTHORIZED.problem(
                    "The provisioner \"%s\" of the registration authority \"%s\" is disabled; its CA's administrators can enable it."
                            .formatted(provisioner.name(), name)));
        }
    }

    /** Derived; nothing but what happened decides it. */
    public RegistrationAuthorityStatus statusAt(Instant now) {
        if (suspendedAt != null) {
            return RegistrationAuthorityStatus.SUSPENDED;
        }
        if (certificate != null) {
            return RegistrationAuthorityStatus.ENROLLED;
        }
        return now.isBefore(secretExpiresAt) ? RegistrationAuthorityStatus.WAITING : RegistrationAuthorityStatus.LAPSED;
    }
}
