package org.bailiwick.manual;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
 * An administrator's request for one certificate. There is one from the moment on at which everything was checked and what
 * will be signed is in the journal; it ends with a certificate or a problem. What is refused before that leaves none.
 */
@Entity
public class ManualRequest implements PendingCertificate {

    private static final int LONGEST_NAMES = 30_000;

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "provisioner_id")
    private UUID provisioner;

    @Column(name = "administrator_id")
    private UUID administrator;

    @Column(length = 63)
    private String profile;

    @Column(length = 64)
    private String keyFingerprint;

    /** Not asked of the certificate: a request that came to none has names, too. */
    @Column(length = LONGEST_NAMES)
    private String names;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(name = "certificate_id")
    private @Nullable UUID certificate;

    @Embedded
    private @Nullable RecordedProblem problem;

    protected ManualRequest() {}

    /**
     * A new one, whose certificate is about to be journaled.
     *
     * @param provisioner a manual one
     * @param administrator the bearer token or client certificate that let the request in
     * @param profile the profile that the certificate has, by its name
     * @param names in the request's order
     * @param key the key to be certified
     */
    public ManualRequest(
            UUID provisioner,
            UUID administrator,
            String profile,
            Collection<? extends Identifier> names,
            KeyFingerprint key,
            Instant now) {
        this.id = ResourceId.random(now).value();
        this.provisioner = provisioner;
        this.administrator = administrator;
        this.profile = profile;
        this.names = names.stream().map(Identifier::value).collect(Collectors.joining("\n"));
        this.keyFingerprint = key.value();
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    /** Where it was submitted. */
    public UUID provisioner() {
        return provisioner;
    }

    /** Who asked: the id of the bearer token or client certificate. */
    public UUID administrator() {
        return administrator;
    }

    /** The name of its certificate's profile. */
    public String profile() {
        return profile;
    }

    /** What the certificate is for. */
    public List<String> names() {
        return names.lines().toList();
    }

    /** The key to be certified. */
    public KeyFingerprint key() {
        return new KeyFingerprint(keyFingerprint);
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
    public ManualRequestStatus status() {
        if (problem != null) {
            return ManualRequestStatus.INVALID;
        }
        return certificate != null ? ManualRequestStatus.VALID : ManualRequestStatus.PROCESSING;
    }

    /** Each stands for itself: nobody said that it takes another's place. */
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
    }

    private void requireProcessing() {
        if (status() != ManualRequestStatus.PROCESSING) {
            throw new IllegalStateException("manual request " + id + " has ended");
        }
    }
}
