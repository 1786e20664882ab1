package org.bailiwick.eab;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.NamePolicyConverter;
import org.bailiwick.provisioner.Provisioner;
import org.jspecify.annotations.Nullable;

/**
 * A key that an administrator gives to one client, so that it may make an account here (RFC 8555 §7.3.4); with more uses,
 * several. It belongs to one provisioner. It holds what happened to it; {@link #statusAt} derives its state.
 */
@Entity
public class ExternalAccountKey implements Governed {

    @Id
    private UUID id;

    @Version
    private long version;

    @ManyToOne(optional = false)
    private Provisioner provisioner;

    @Column(length = KeyTerms.REFERENCE_LENGTH)
    private String reference;

    @Column(length = KeyTerms.OWNER_LENGTH)
    private @Nullable String owner;

    @Column(length = KeyTerms.NOTE_LENGTH)
    private @Nullable String note;

    @Column(length = 30)
    private String macs;

    @Column(length = 1000)
    private @Nullable String profiles;

    @Convert(converter = NamePolicyConverter.class)
    @Column(length = 100_000)
    private @Nullable NamePolicy policy;

    private byte @Nullable [] secret;

    @Column(length = 200)
    private @Nullable String secretKey;

    private int secretNumber;
    private int remainingUses;
    private Instant createdAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant suspendedAt;
    private @Nullable Instant revokedAt;
    private @Nullable Instant boundAt;

    protected ExternalAccountKey() {}

    /**
     * A new key.
     *
     * @param id its id, under which the secret was sealed
     */
    public ExternalAccountKey(
            ResourceId id, Provisioner provisioner, KeyTerms terms, SealedSecret sealed, Instant now) {
        this.id = id.value();
        this.provisioner = provisioner;
        this.reference = terms.reference();
        this.owner = terms.owner().orElse(null);
        this.note = terms.note().orElse(null);
        this.macs = MacAlgorithm.written(terms.macs());
        this.policy = terms.policy().orElse(null);
        this.createdAt = now;
        this.expiresAt = terms.expiresAt().orElse(null);
        this.profiles = written(terms.profiles());
        giveSecret(sealed, terms.uses());
    }

    /** Its id: the {@code kid} that its client is given. */
    public ResourceId id() {
        return new ResourceId(id);
    }

    /** Changes with what may be changed of its terms, and not with each use of it. */
    public long version() {
        return TermsVersion.of(profiles(), policy(), description());
    }

    public Provisioner provisioner() {
        return provisioner;
    }

    public String reference() {
        return reference;
    }

    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }

    public Optional<String> note() {
        return Optional.ofNullable(note);
    }

    private KeyDescription description() {
        return new KeyDescription(owner(), note(), expiresAt());
    }

    /**
     * Says anew who answers for it, and until when it is of use.
     *
     * @return whether this is news
     */
    public boolean describe(KeyDescription now) {
        if (now.equals(description())) {
            return false;
        }
        owner = now.owner().orElse(null);
        note = now.note().orElse(null);
        expiresAt = now.expiresAt().orElse(null);
        return true;
    }

    public Set<MacAlgorithm> macs() {
        return MacAlgorithm.read(macs);
    }

    /** The profiles that its accounts may ask for, the first for those that ask for none; empty for all. */
    public List<String> profiles() {
        return profiles == null ? List.of() : List.of(profiles.split(" ", -1));
    }

    /**
     * Demands that it is for a profile.
     *
     * @param profile the name of one that was right when it was ordered
     * @throws AcmeException {@code invalidProfile}
     */
    public void requireProfile(String profile) {
        if (profiles != null && !profiles().contains(profile)) {
            throw new AcmeException(ProblemType.INVALID_PROFILE.problem(
                    "The profile \"%s\" of this order is no longer one of your external account key's; make a new order for one of %s."
                            .formatted(profile, String.join(", ", profiles()))));
        }
    }

    @Override
    public PolicyLevel level() {
        return PolicyLevel.EXTERNAL_ACCOUNT_KEY;
    }

    @Override
    public UUID team() {
        return provisioner.team();
    }

    /** Which of the names that the levels above permit it permits; empty if it permits all. */
    @Override
    public Optional<NamePolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** What whoever makes an account with it must pass; that account's own policy comes to it. */
    @Override
    public IssuancePolicy issuancePolicy() {
        return provisioner.issuancePolicy().with(level(), policy());
    }

    /** For how many more accounts its secret is good. */
    public int remainingUses() {
        return remainingUses;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    public Optional<Instant> suspendedAt() {
        return Optional.ofNullable(suspendedAt);
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** When an account was last bound to it. */
    public Optional<Instant> boundAt() {
        return Optional.ofNullable(boundAt);
    }

    /** Derived, in this order: what is for good first, then what passes, then what is. */
    public ExternalAccountKeyStatus statusAt(Instant now) {
        if (revokedAt != null) {
            return ExternalAccountKeyStatus.REVOKED;
        }
        if (expiresAt != null && !now.isBefore(expiresAt)) {
            return ExternalAccountKeyStatus.EXPIRED;
        }
        if (suspendedAt != null) {
            return ExternalAccountKeyStatus.SUSPENDED;
        }
        return boundAt == null ? ExternalAccountKeyStatus.UNBOUND : ExternalAccountKeyStatus.BOUND;
    }

    /**
     * Demands that it works now.
     *
     * @throws AcmeException {@code unauthorized}, with the reason: for those only who have its secret, or an account of it
     */
    public void requireInForce(Instant now) {
        String why =
                switch (statusAt(now)) {
                    case UNBOUND, BOUND -> "";
                    case SUSPENDED -> "is suspended; ask whoever gave it to you when it may be used again";
                    case REVOKED -> "is revoked, for good; ask whoever gave it to you for another one";
                    case EXPIRED -> "expired at %s; ask whoever gave it to you for another one".formatted(expiresAt);
                };
        if (!why.isEmpty()) {
            throw new AcmeException(ProblemType.UNAUTHORIZED.problem("The external account key %s.".formatted(why)));
        }
    }

    /** Its secret, encrypted; empty once it is of no use any more. */
    public Optional<SealedSecret> secret() {
        return secret == null || secretKey == null
                ? Optional.empty()
                : Optional.of(new SealedSecret(secretKey, secret));
    }

    /** How many secrets it has had, with this one. */
    public int secretNumber() {
        return secretNumber;
    }

    /**
     * An account is bound to it. With the last use its secret is erased.
     *
     * @param provenSecret the number of the secret that the client has shown to have
     * @return whether it may be: not, if that secret was used up or replaced since, or the key was stopped; then nothing
     *     has changed
     */
    boolean bind(int provenSecret, Instant now) {
        if (secret == null || secretNumber != provenSecret || !statusAt(now).inForce()) {
            return false;
        }
        boundAt = now;
        remainingUses--;
        if (remainingUses == 0) {
            eraseSecret();
        }
        return true;
    }

    /**
     * Has its secret encrypted anew; it is the same one.
     *
     * @param number of the secret that was encrypted
     * @return whether that is its secret still
     */
    public boolean reseal(int number, SealedSecret sealed) {
        if (secret == null || secretNumber != number) {
            return false;
        }
        secret = sealed.encrypted();
        secretKey = sealed.keyLabel();
        return true;
    }

    /**
     * Gives it a new secret in place of the one that it has or had.
     *
     * @param number of that one
     * @return whether it may have one: not, if it was given another meanwhile, or is revoked or has expired
     */
    public boolean rebind(int number, SealedSecret sealed, int uses, Instant now) {
        ExternalAccountKeyStatus status = statusAt(now);
        if (secretNumber != number
                || status == ExternalAccountKeyStatus.REVOKED
                || status == ExternalAccountKeyStatus.EXPIRED) {
            return false;
        }
        giveSecret(sealed, uses);
        return true;
    }

    private void giveSecret(SealedSecret sealed, int uses) {
        secret = sealed.encrypted();
        secretKey = sealed.keyLabel();
        secretNumber++;
        remainingUses = uses;
    }

    /** Gives it a policy in place of the one it has; one without a rule says nothing. */
    @Override
    public void govern(NamePolicy newPolicy) {
        policy = newPolicy.isEmpty() ? null : newPolicy;
    }

    /**
     * Names the profiles that its accounts may ask for from now on.
     *
     * @param names empty for all of the provisioner's
     */
    public void restrict(List<String> names) {
        profiles = written(names);
    }

    private static @Nullable String written(List<String> names) {
        KeyTerms.requireOnce(names);
        return names.isEmpty() ? null : String.join(" ", names);
    }

    /**
     * Stops it.
     *
     * @return whether this is news
     */
    public boolean suspend(Instant now) {
        if (suspendedAt != null || revokedAt != null) {
            return false;
        }
        suspendedAt = now;
        return true;
    }

    /**
     * Lets it go on.
     *
     * @return whether this is news
     */
    public boolean resume() {
        if (suspendedAt == null || revokedAt != null) {
            return false;
        }
        suspendedAt = null;
        return true;
    }

    /**
     * Ends it, for good.
     *
     * @return whether this is news
     */
    public boolean revoke(Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        remainingUses = 0;
        eraseSecret();
        return true;
    }

    private void eraseSecret() {
        secret = null;
        secretKey = null;
    }
}
