package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.NamePolicyConverter;
import org.jspecify.annotations.Nullable;

/** One certificate authority that a team operates. Its keys and certificates are its {@link Issuer}s. */
@Entity
public class Authority implements Governed {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "team_id")
    private UUID team;

    private String name;

    @Column(nullable = false)
    private Instant createdAt;

    @Convert(converter = NamePolicyConverter.class)
    @Column(length = 100_000)
    private @Nullable NamePolicy policy;

    private @Nullable UUID profilesRevision;

    private boolean upstream;

    protected Authority() {}

    /**
     * A new authority, which refuses every name until it is given a policy.
     *
     * @param name its segment in URLs: lower-case letters, digits and inner hyphens
     */
    public Authority(UUID team, AuthorityName name, Instant now) {
        this.id = ResourceId.random(now).value();
        this.team = team;
        this.name = name.value();
        this.createdAt = now;
    }

    /** A new authority whose certificates another CA makes; it refuses every name until it is given a policy, too. */
    public static Authority upstream(UUID team, AuthorityName name, Instant now) {
        Authority authority = new Authority(team, name, now);
        authority.upstream = true;
        return authority;
    }

    public UUID id() {
        return id;
    }

    /** Whether another CA makes its certificates, and this server is a registration authority of that one. */
    public boolean upstream() {
        return upstream;
    }

    /** Changes with each change of it. */
    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The team that operates it. */
    @Override
    public UUID team() {
        return team;
    }

    /** Its segment in URLs. */
    public String name() {
        return name;
    }

    @Override
    public PolicyLevel level() {
        return PolicyLevel.AUTHORITY;
    }

    /** Which names it permits; empty if it was never told, and then it permits none. */
    @Override
    public Optional<NamePolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Gives it a policy in place of the one it has. */
    @Override
    public void govern(NamePolicy newPolicy) {
        policy = newPolicy;
    }

    /** Another one after each change of the profiles of its own; empty while it was never given one. */
    public Optional<UUID> profilesRevision() {
        return Optional.ofNullable(profilesRevision);
    }

    /** The profiles of its own are others from now on. */
    public void profilesChanged() {
        profilesRevision = UUID.randomUUID();
    }

    /** What everyone who asks it for a certificate must pass. */
    @Override
    public IssuancePolicy issuancePolicy() {
        return IssuancePolicy.of(policy());
    }
}
