package org.bailiwick.authority.founding;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.jspecify.annotations.Nullable;

/**
 * An authority that somebody wants, and whose keys are to be made: an HSM may take a minute for one. {@link FoundingJob} does
 * it; afterwards there is the authority, or a sentence why there is none.
 */
@Entity
public class Founding {

    /** A node that dies in one may leave keys in the token. */
    private static final int MOST_ATTEMPTS = 3;

    private static final int LONGEST_REFUSAL = 4000;

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "administrator_id")
    private UUID administrator;

    @Column(name = "team_id")
    private UUID team;

    private String name;
    private @Nullable String token;

    @Embedded
    @AttributeOverride(name = "subject", column = @Column(name = "root_subject", length = 4000))
    @AttributeOverride(name = "algorithm", column = @Column(name = "root_algorithm", length = 30))
    @AttributeOverride(name = "scheme", column = @Column(name = "root_scheme", length = 30))
    @AttributeOverride(name = "label", column = @Column(name = "root_label"))
    private @Nullable PlannedKey root;

    private @Nullable Integer rootYears;

    @Embedded
    @AttributeOverride(name = "subject", column = @Column(name = "issuing_subject", length = 4000))
    @AttributeOverride(name = "algorithm", column = @Column(name = "issuing_algorithm", length = 30))
    @AttributeOverride(name = "scheme", column = @Column(name = "issuing_scheme", length = 30))
    @AttributeOverride(name = "label", column = @Column(name = "issuing_label"))
    private PlannedKey issuing;

    private @Nullable Integer issuingYears;

    private int attempts;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant endedAt;

    @Column(name = "authority_id")
    private @Nullable UUID authority;

    @Column(length = LONGEST_REFUSAL)
    private @Nullable String refusal;

    protected Founding() {}

    /**
     * A new one.
     *
     * @param administrator who wants it
     * @throws IllegalArgumentException if no key is to be made for it: then there is nothing to wait for
     */
    Founding(UUID administrator, NewAuthority wanted, Instant now) {
        this.id = ResourceId.random(now).value();
        this.administrator = administrator;
        this.team = wanted.team();
        this.name = wanted.name().value();
        this.token = wanted.token();
        if (wanted.issuer() instanceof OwnRoot own) {
            this.root = PlannedKey.of(own.root());
            this.rootYears = own.rootYears();
            this.issuing = PlannedKey.of(own.issuing());
            this.issuingYears = own.issuingYears();
        } else if (wanted.issuer() instanceof OtherRoot other) {
            this.issuing = PlannedKey.of(other.issuing());
        } else {
            throw new IllegalArgumentException("a key that is in the token is not made");
        }
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    /** Who wants it. */
    UUID administrator() {
        return administrator;
    }

    String name() {
        return name;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** What is wanted. */
    NewAuthority wanted() {
        PlannedKey above = root;
        Integer years = rootYears;
        Integer yearsBelow = issuingYears;
        FirstIssuer issuer = above == null || years == null || yearsBelow == null
                ? new OtherRoot(issuing.wanted())
                : new OwnRoot(above.wanted(), years, issuing.wanted(), yearsBelow);
        return new NewAuthority(team, new AuthorityName(name), token, issuer);
    }

    /** Whether there is nothing more to do. */
    boolean ended() {
        return endedAt != null;
    }

    /**
     * Begins, perhaps not for the first time.
     *
     * @return whether it may be tried once more; if not, it has ended
     */
    boolean begin(Instant now) {
        attempts++;
        if (attempts > MOST_ATTEMPTS) {
            refuse("It broke off %d times; the server's log says why.".formatted(MOST_ATTEMPTS), now);
        }
        return !ended();
    }

    /** There is the authority. */
    void found(UUID made, Instant now) {
        authority = made;
        endedAt = now;
    }

    /** There is none, and will not be. */
    void refuse(String why, Instant now) {
        refusal = why.length() > LONGEST_REFUSAL ? why.substring(0, LONGEST_REFUSAL) : why;
        endedAt = now;
    }

    /** The authority, when it is there. */
    Optional<UUID> authority() {
        return Optional.ofNullable(authority);
    }

    /** Sentences that say why there is none. */
    Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }
}
