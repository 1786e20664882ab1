package org.bailiwick.authorization;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * An authorization (RFC 8555 §7.1.4): whether an account may have certificates for a name. It is valid as soon as one of
 * its challenges is, in the same transaction; as an order's readiness is derived from its authorizations, the order is
 * ready in that transaction too.
 */
@Entity
@Table(name = "acme_authorization")
public class Authorization {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "order_id")
    private UUID order;

    @Column(name = "account_id")
    private UUID account;

    @Column(nullable = false)
    private int position;

    private String identifierType;

    @Column(length = 260)
    private String identifierValue;

    @Column(nullable = false)
    private Instant createdAt;

    private Instant expiresAt;
    private @Nullable Instant validatedAt;
    private @Nullable Instant failedAt;
    private @Nullable Instant deactivatedAt;

    @OneToMany(mappedBy = "authorization", cascade = CascadeType.PERSIST)
    @OrderBy("type")
    private Set<Challenge> challenges;

    protected Authorization() {}

    private Authorization(
            ResourceId order, ResourceId account, int position, Identifier identifier, Instant now, Instant expiresAt) {
        this.id = ResourceId.random(now).value();
        this.order = order.value();
        this.account = account.value();
        this.position = position;
        this.identifierType = identifier.type();
        this.identifierValue = identifier.value();
        this.createdAt = now;
        this.expiresAt = expiresAt;
        this.challenges = new LinkedHashSet<>();
    }

    /**
     * A new, pending authorization.
     *
     * @param position its place among the order's identifiers
     * @param types the challenges to offer, as far as they can prove the identifier
     */
    public static Authorization pending(
            ResourceId order,
            ResourceId account,
            int position,
            Identifier identifier,
            List<ChallengeType> types,
            Instant now,
            Instant expiresAt) {
        Authorization authorization = new Authorization(order, account, position, identifier, now, expiresAt);
        types.stream()
                .filter(type -> type.canProve(identifier))
                .forEach(type -> authorization.challenges.add(new Challenge(authorization, type, now)));
        return authorization;
    }

    public ResourceId id() {
        return new ResourceId(id);
    }

    /** The order it belongs to. */
    public ResourceId order() {
        return new ResourceId(order);
    }

    public ResourceId account() {
        return new ResourceId(account);
    }

    /** The name as it was ordered, with the {@code *.} of a wildcard. */
    public Identifier identifier() {
        return Identifier.parse(identifierType, identifierValue);
    }

    /** Whether it is for a wildcard (RFC 8555 §7.1.4). */
    public boolean wildcard() {
        return identifier() instanceof DnsIdentifier name && name.wildcard();
    }

    public Instant expiresAt() {
        return expiresAt;
    }

    /** By type. */
    public List<Challenge> challenges() {
        return List.copyOf(challenges);
    }

    /** Why it failed, if one of its challenges did. */
    public Optional<Problem> problem() {
        return challenges.stream()
                .filter(challenge -> challenge.status() == ChallengeStatus.INVALID)
                .flatMap(challenge -> challenge.problem().stream())
                .findFirst();
    }

    /**
     * Derived (RFC 8555 §7.1.6), in this order: given up, failed, met and not expired, met and expired, expired before it
     * was met, else pending.
     */
    public AuthorizationStatus statusAt(Instant now) {
        boolean expired = !now.isBefore(expiresAt);
        if (deactivatedAt != null) {
            return AuthorizationStatus.DEACTIVATED;
        }
        if (failedAt != null) {
            return AuthorizationStatus.INVALID;
        }
        if (validatedAt != null) {
            return expired ? AuthorizationStatus.EXPIRED : AuthorizationStatus.VALID;
        }
        return expired ? AuthorizationStatus.INVALID : AuthorizationStatus.PENDING;
    }

    /**
     * Gives it up (RFC 8555 §7.5.2). An authorization that has ended stays as it is.
     *
     * @return whether that is news
     */
    public boolean deactivate(Instant now) {
        AuthorizationStatus status = statusAt(now);
        if (status != AuthorizationStatus.PENDING && status != AuthorizationStatus.VALID) {
            return false;
        }
        deactivatedAt = now;
        return true;
    }

    /** A challenge was met; false if it is too late for that. */
    boolean validate(Instant now) {
        if (statusAt(now) != AuthorizationStatus.PENDING) {
            return false;
        }
        validatedAt = now;
        return true;
    }

    /** A challenge failed for good (RFC 8555 §7.1.6). */
    void invalidate(Instant now) {
        if (statusAt(now) == AuthorizationStatus.PENDING) {
            failedAt = now;
        }
    }
}
