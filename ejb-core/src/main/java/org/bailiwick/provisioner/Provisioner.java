package org.bailiwick.provisioner;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Setting;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.NamePolicyConverter;
import org.jspecify.annotations.Nullable;

/** A named way to get certificates from an authority; an ACME directory is one, see {@link ProvisionerKind}. */
@Entity
public class Provisioner implements Governed {

    @Id
    private UUID id;

    @Version
    private long version;

    @ManyToOne(optional = false)
    private Authority authority;

    private String name;

    @Column(length = 10)
    private String kind;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant disabledAt;

    @Convert(converter = OwnSettingsConverter.class)
    @Column(name = "settings", length = 100_000)
    private @Nullable Map<Setting, String> own;

    @Convert(converter = NamePolicyConverter.class)
    @Column(length = 100_000)
    private @Nullable NamePolicy policy;

    protected Provisioner() {}

    /** A new one for ACME clients. */
    public Provisioner(Authority authority, AuthorityName name, Instant now) {
        this(authority, name, ProvisionerKind.ACME, now);
    }

    /** A new one; its kind is for good. */
    public Provisioner(Authority authority, AuthorityName name, ProvisionerKind kind, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.name = name.value();
        this.kind = kind.word();
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    /** Changes with each change of it. */
    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The authority that issues. */
    public Authority authority() {
        return authority;
    }

    /** Its segment in URLs. */
    public String name() {
        return name;
    }

    /** Where it is, as lists say it: the names of authority and provisioner. */
    public String place() {
        return authority.name() + " / " + name;
    }

    /** Who gets certificates by it. */
    public ProvisionerKind kind() {
        return ProvisionerKind.named(kind)
                .orElseThrow(() -> new IllegalStateException("provisioner " + id + " is of an unknown kind " + kind));
    }

    /** What it has of its own instead of the server's settings; of these each is one of {@link Setting#ofProvisioners}. */
    public Map<Setting, String> ownSettings() {
        return own == null ? Map.of() : own;
    }

    /**
     * Gives it settings of its own, instead of all that it had.
     *
     * @param settings readable ones: {@link org.bailiwick.config.Settings#forProvisioner} has accepted them
     */
    public void configure(Map<Setting, String> settings) {
        own = settings.isEmpty() ? null : Map.copyOf(settings);
    }

    @Override
    public PolicyLevel level() {
        return PolicyLevel.PROVISIONER;
    }

    @Override
    public UUID team() {
        return authority.team();
    }

    /** Which of the names that its authority permits it permits; empty if it permits all. */
    @Override
    public Optional<NamePolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Gives it a policy in place of the one it has. */
    @Override
    public void govern(NamePolicy newPolicy) {
        policy = newPolicy;
    }

    /** What everyone who asks it for a certificate must pass: the authority's policy and its own. */
    @Override
    public IssuancePolicy issuancePolicy() {
        return authority.issuancePolicy().with(PolicyLevel.PROVISIONER, policy());
    }

    /** Whether it answers. */
    public boolean enabled() {
        return disabledAt == null;
    }

    /** Lets it answer, or no more. */
    void enable(boolean enabled, Instant now) {
        disabledAt = enabled ? null : now;
    }
}
