package org.bailiwick.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.document.NamePolicyConverter;
import org.bailiwick.provisioner.Provisioner;
import org.jspecify.annotations.Nullable;

/**
 * An ACME account (RFC 8555 §7.1.2): a public key that may ask a provisioner for certificates. It belongs to that one
 * provisioner; the same key at another provisioner is another account.
 */
@Entity
public class Account implements Governed {

    /** What the client of an account is told that is deactivated (RFC 8555 §7.3.6). */
    public static final Problem DEACTIVATED =
            ProblemType.UNAUTHORIZED.problem("This account is deactivated, for good; make one with another key.");

    @Id
    private UUID id;

    @Version
    private long version;

    @ManyToOne(optional = false)
    private Provisioner provisioner;

    private String keyThumbprint;
    private byte[] publicKey;

    @Column(length = 10_000)
    private String contacts;

    @Column(length = 1000)
    private @Nullable String terms;

    @ManyToOne
    @JoinColumn(name = "external_account_key_id")
    private @Nullable ExternalAccountKey externalAccountKey;

    @Column(length = 10_000)
    private @Nullable String externalAccountBinding;

    private Instant createdAt;
    private @Nullable Instant deactivatedAt;

    @Convert(converter = NamePolicyConverter.class)
    @Column(length = 100_000)
    private @Nullable NamePolicy policy;

    protected Account() {}

    /**
     * Makes one.
     *
     * @param terms the terms of service that its owner agrees to (RFC 8555 §7.3); null if there are none
     */
    public Account(Provisioner provisioner, AccountKey key, List<Contact> contacts, @Nullable URI terms, Instant now) {
        this.id = ResourceId.random(now).value();
        this.provisioner = provisioner;
        this.keyThumbprint = key.thumbprint().value();
        this.publicKey = key.subjectPublicKeyInfo();
        this.contacts = written(contacts);
        this.terms = terms == null ? null : terms.toString();
        this.createdAt = now;
    }

    /** Its id, which is the last segment of its URL and its {@code kid} (RFC 8555 §6.2). */
    public ResourceId id() {
        return new ResourceId(id);
    }

    public Provisioner provisioner() {
        return provisioner;
    }

    /** RFC 7638 thumbprint of its key, base64url. */
    public String keyThumbprint() {
        return keyThumbprint;
    }

    /** DER SubjectPublicKeyInfo of its key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** How its owner can be reached. */
    public List<Contact> contacts() {
        return contacts.lines().map(Contact::new).toList();
    }

    /** The terms of service that its owner agreed to; empty if there were none. */
    public Optional<URI> terms() {
        return Optional.ofNullable(terms).map(URI::create);
    }

    /** The external account key that it was made with (RFC 8555 §7.3.4), if it was with one. */
    public Optional<ExternalAccountKey> externalAccountKey() {
        return Optional.ofNullable(externalAccountKey);
    }

    /** The JWS that bound it, a JSON object, as its client sent it; to be shown with the account (RFC 8555 §7.3.4). */
    public Optional<String> externalAccountBinding() {
        return Optional.ofNullable(externalAccountBinding);
    }

    /** Binds a new account to the key that was used for it. */
    void bindTo(ExternalAccountKey key, String document) {
        externalAccountKey = key;
        externalAccountBinding = document;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public AccountStatus status() {
        return deactivatedAt == null ? AccountStatus.VALID : AccountStatus.DEACTIVATED;
    }

    /**
     * This account, if it may act as far as it alone is asked; {@link Accounts#requireValid} asks all.
     *
     * @throws TooLateException {@code unauthorized} if it is deactivated (RFC 8555 §7.3.6)
     */
    Account requireActive() {
        if (status() != AccountStatus.VALID) {
            throw new TooLateException(DEACTIVATED);
        }
        return this;
    }

    /**
     * This account, if its external account key is in force.
     *
     * @throws AcmeException {@code unauthorized} if it has none, or one that is suspended, revoked or expired
     */
    Account requireBound(Instant now) {
        if (externalAccountKey == null) {
            throw new AcmeException(
                    ProblemType.UNAUTHORIZED.problem(
                            "This directory requires accounts that are bound to an external account, and this one is not. Make one with another key and an external account binding."));
        }
        externalAccountKey.requireInForce(now);
        return this;
    }

    /**
     * This account, if that is its key still.
     *
     * @throws TooLateException {@code malformed} if it has another one
     */
    public Account requireKey(JwkThumbprint key) {
        if (!keyThumbprint.equals(key.value())) {
            throw new TooLateException(
                    ProblemType.MALFORMED.problem(
                            "Another request changed the account's key at this moment; \"oldKey\", which signed this one, is its key no more (RFC 8555 §7.3.5)."));
        }
        return this;
    }

    /** Replaces the key (RFC 8555 §7.3.5); everything else stays, its URL too. */
    public void changeKey(AccountKey newKey) {
        keyThumbprint = newKey.thumbprint().value();
        publicKey = newKey.subjectPublicKeyInfo();
    }

    /**
     * Replaces the contacts (RFC 8555 §7.3.2).
     *
     * @throws TooLateException {@code unauthorized} if it is deactivated
     */
    public void reachAt(List<Contact> newContacts) {
        requireActive();
        contacts = written(newContacts);
    }

    /**
     * Gives the account up, for ever (RFC 8555 §7.3.6).
     *
     * @return whether this is news: repeating it changes nothing
     */
    public boolean deactivate(Instant now) {
        if (deactivatedAt != null) {
            return false;
        }
        deactivatedAt = now;
        return true;
    }

    @Override
    public PolicyLevel level() {
        return PolicyLevel.ACCOUNT;
    }

    @Override
    public UUID team() {
        return provisioner.team();
    }

    /** Which of the names that its provisioner permits it permits; empty if it permits all. */
    @Override
    public Optional<NamePolicy> policy() {
        return Optional.ofNullable(policy);
    }

    /** Gives it a policy in place of the one it has. */
    @Override
    public void govern(NamePolicy newPolicy) {
        policy = newPolicy;
    }

    /** What each of its requests must pass: the policies of all levels. newOrder and finalize ask this one. */
    @Override
    public IssuancePolicy issuancePolicy() {
        return provisioner
                .issuancePolicy()
                .with(PolicyLevel.ACCOUNT, policy())
                .with(PolicyLevel.EXTERNAL_ACCOUNT_KEY, externalAccountKey().flatMap(ExternalAccountKey::policy));
    }

    private static String written(List<Contact> contacts) {
        return String.join("\n", contacts.stream().map(Contact::url).toList());
    }
}
