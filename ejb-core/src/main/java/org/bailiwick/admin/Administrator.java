package org.bailiwick.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * A person who logs in to the portal. There is no password until he sets one himself, by a link that another administrator
 * hands him: so nobody else ever knew it.
 */
@Entity
public class Administrator implements Identity {

    /** How long such a link is good: over a week-end. */
    public static final Duration LINK_LIFE = Duration.ofDays(3);

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(length = AdministratorName.MAXIMUM_LENGTH)
    private String name;

    @Column(length = 40)
    private String role;

    @Column(name = "team_id")
    private @Nullable UUID team;

    @Column(length = 300)
    private @Nullable String password;

    private int epoch;

    @Column(length = 64)
    private @Nullable String linkSha256;

    private @Nullable Instant linkExpiresAt;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant suspendedAt;

    /** Noted by a query, so that to log in changes no version. */
    @Column(updatable = false)
    private @Nullable Instant lastLogInAt;

    protected Administrator() {}

    /** A new one, who cannot log in yet. */
    public Administrator(AdministratorName name, Permit permit, Instant now) {
        this.id = ResourceId.random(now).value();
        this.name = name.value();
        this.role = permit.role().word();
        this.team = permit.team();
        this.createdAt = now;
    }

    @Override
    public UUID id() {
        return id;
    }

    /** Which version it is: who changes it says which one he read. */
    public long version() {
        return version;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.named(role)
                .orElseThrow(() -> new IllegalStateException("administrator " + id + " has an unknown role"));
    }

    @Override
    public Optional<UUID> team() {
        return Optional.ofNullable(team);
    }

    /** As it is kept ({@code PasswordHash}); empty until there is one. */
    public Optional<String> password() {
        return Optional.ofNullable(password);
    }

    /** The number of the time in which what was logged in stays so. */
    public int epoch() {
        return epoch;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> lastLogInAt() {
        return Optional.ofNullable(lastLogInAt);
    }

    /** How it stands. */
    public AdministratorState state() {
        if (suspendedAt != null) {
            return AdministratorState.SUSPENDED;
        }
        return password == null ? AdministratorState.INVITED : AdministratorState.ACTIVE;
    }

    /** Whether he may set his password by this link. */
    public boolean isInvitedBy(LinkSecret link, Instant now) {
        return suspendedAt == null
                && link.sha256().equals(linkSha256)
                && linkExpiresAt != null
                && now.isBefore(linkExpiresAt);
    }

    /** Lets a password be set by a link; the password before, and whatever is logged in by it, ends now. */
    public void invite(LinkSecret link, Instant now) {
        password = null;
        epoch++;
        linkSha256 = link.sha256();
        linkExpiresAt = now.plus(LINK_LIFE);
    }

    /**
     * Sets the password; whatever is logged in by another, and a link to set one, ends now.
     *
     * @param hash as it is kept
     */
    public void set(String hash) {
        password = hash;
        epoch++;
        linkSha256 = null;
        linkExpiresAt = null;
    }

    /** Gives another role or team; from the next request on. */
    public void permit(Permit permit) {
        role = permit.role().word();
        team = permit.team();
    }

    /**
     * Shuts him out, from the next request on.
     *
     * @return whether this is news
     */
    public boolean suspend(Instant now) {
        if (suspendedAt != null) {
            return false;
        }
        suspendedAt = now;
        epoch++;
        return true;
    }

    /**
     * Lets him in again.
     *
     * @return whether this is news
     */
    public boolean resume() {
        boolean news = suspendedAt != null;
        suspendedAt = null;
        return news;
    }
}
