package org.bailiwick.certificate;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.bailiwick.acme.Domains;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.hash.Sha256;
import org.jspecify.annotations.Nullable;

/** A certificate that was issued, or a serial that may have been signed and is revoked because nobody knows. */
@Entity
public class Certificate {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    @Column(name = "issuer_id")
    private UUID issuer;

    @Column(name = "account_id")
    private @Nullable UUID account;

    @Column(name = "order_id")
    private @Nullable UUID order;

    @Column(name = "manual_request_id")
    private @Nullable UUID manualRequest;

    @Column(name = "replaces_id")
    private @Nullable UUID replaces;

    @Column(length = 40)
    private String serial;

    private byte @Nullable [] der;

    /** Of the DER, hexadecimal, lower case: to be found by. */
    @Column(length = 64)
    private @Nullable String sha256;

    @Column(nullable = false)
    private Instant issuedAt;

    private Instant notBefore;
    private Instant notAfter;
    private @Nullable Instant revokedAt;

    @Column(name = "revocation_reason")
    private @Nullable Integer revocationReason;

    /** What it is found by: the names that it was issued for, whatever becomes of its order. */
    @ElementCollection
    @CollectionTable(name = "certificate_name", joinColumns = @JoinColumn(name = "certificate_id"))
    @Column(name = "name", length = 260)
    private Set<String> names;

    /** The names and every domain above them, to be found by, too. */
    @ElementCollection
    @CollectionTable(name = "certificate_domain", joinColumns = @JoinColumn(name = "certificate_id"))
    @Column(name = "domain", length = 260)
    private Set<String> domains;

    private @Nullable Instant replaceFrom;
    private @Nullable Instant replaceBy;

    protected Certificate() {}

    private Certificate(Origin origin, String serial, Instant notBefore, Instant notAfter, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = origin.authority();
        this.issuer = origin.issuer();
        this.account = origin.account().map(ResourceId::value).orElse(null);
        this.order = origin.order().map(ResourceId::value).orElse(null);
        this.manualRequest = origin.manualRequest().orElse(null);
        this.replaces = origin.replaces().map(ResourceId::value).orElse(null);
        this.serial = serial;
        this.issuedAt = now;
        this.names = new TreeSet<>();
        this.domains = new TreeSet<>();
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /** The record of a certificate. */
    public static Certificate of(Origin origin, IssuedCertificate issued, Instant now) {
        Certificate certificate =
                new Certificate(origin, issued.serial().hex(), issued.notBefore(), issued.notAfter(), now);
        certificate.der = issued.der();
        certificate.sha256 = Sha256.hexadecimal(issued.der());
        EndEntityCertificate.read(issued.der()).identifiers().forEach(name -> {
            certificate.names.add(name.value());
            certificate.domains.addAll(Domains.of(name.value()));
        });
        return certificate;
    }

    /**
     * The record of a serial of which nobody knows whether it was signed. Nobody will ever use it: revoked from the
     * beginning, as cessationOfOperation.
     *
     * @param serial hexadecimal, lower case
     */
    public static Certificate unknown(Origin origin, String serial, Instant notBefore, Instant notAfter, Instant now) {
        Certificate certificate = new Certificate(origin, serial, notBefore, notAfter, now);
        certificate.revoke(now, RevocationReason.CESSATION_OF_OPERATION);
        return certificate;
    }

    public ResourceId id() {
        return new ResourceId(id);
    }

    /** Whose it is. */
    public UUID authority() {
        return authority;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    /** The order that it came of; empty for the server's own and for what administrators asked for. */
    public Optional<ResourceId> order() {
        return Optional.ofNullable(order).map(ResourceId::new);
    }

    /** The manual request that it came of, if it did. */
    public Optional<UUID> manualRequest() {
        return Optional.ofNullable(manualRequest);
    }

    /** When it was revoked, if it was. */
    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** The issuer that signed it. */
    public UUID issuer() {
        return issuer;
    }

    /** The account that ordered it; empty for the server's own and for what administrators asked for. */
    public Optional<ResourceId> account() {
        return Optional.ofNullable(account).map(ResourceId::new);
    }

    /** Hexadecimal, lower case. */
    public String serial() {
        return serial;
    }

    /** DER; empty if it is not known whether the serial was ever signed. */
    public Optional<byte[]> der() {
        return Optional.ofNullable(der).map(byte[]::clone);
    }

    /** SHA-256 of the DER, hexadecimal, lower case; empty if it is not known whether the serial was ever signed. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    /** What is in it, read anew at each call; empty if it is not known whether the serial was ever signed. */
    public Optional<EndEntityCertificate> contents() {
        return Optional.ofNullable(der).map(EndEntityCertificate::read);
    }

    public Instant notBefore() {
        return notBefore;
    }

    /** Its last second of validity. */
    public Instant notAfter() {
        return notAfter;
    }

    public boolean revoked() {
        return revokedAt != null;
    }

    /** Why it was revoked, if it was. */
    public Optional<RevocationReason> revocationReason() {
        return Optional.ofNullable(revocationReason).map(RevocationReason::ofCode);
    }

    /**
     * When to renew it (RFC 9773 §4.2): at once if it is revoked, and in the time that was set if it is to be replaced and
     * that is sooner than it would be renewed anyway.
     */
    public RenewalInfo renewalInfo(Instant now) {
        RenewalInfo usual = RenewalInfo.of(notBefore, notAfter);
        if (revoked()) {
            return usual.over(now);
        }
        return replaceFrom == null || replaceBy == null ? usual : usual.pulledForward(replaceFrom, replaceBy);
    }

    /**
     * Asks for its replacement, as for all certificates of an issuer that is given up. Whoever asks for renewalInfo is
     * told.
     *
     * @param from the first moment to replace it
     * @param by the last, at least a second later: set so that not all clients come at once
     */
    public void replaceWithin(Instant from, Instant by) {
        if (by.isBefore(from.plusSeconds(1))) {
            throw new IllegalArgumentException("a window ends after it begins (RFC 9773 §4.2)");
        }
        replaceFrom = from;
        replaceBy = by;
    }

    /**
     * Revokes it, for good. By way of {@link Certificates#revoke}, so that the next CRL has it.
     *
     * @throws TooLateException {@code alreadyRevoked} if it was before
     */
    void revoke(Instant now, RevocationReason reason) {
        if (revokedAt != null) {
            throw new TooLateException(ProblemType.ALREADY_REVOKED.problem(
                    "This certificate was revoked before; there is nothing more to do."));
        }
        revokedAt = now;
        revocationReason = reason.code();
    }
}
