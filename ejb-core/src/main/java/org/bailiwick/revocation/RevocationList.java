package org.bailiwick.revocation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.IssuedRevocationList;

/** A CRL that was published (RFC 5280 §5). Its octets are its {@link RevocationListPart}s. */
@Entity
public class RevocationList {

    @Id
    private UUID id;

    @Column(name = "issuer_id")
    private UUID issuer;

    private long number;

    @Column(nullable = false)
    private Instant thisUpdate;

    @Column(nullable = false)
    private Instant nextUpdate;

    @Column(nullable = false)
    private Instant publishedAt;

    @Column(nullable = false)
    private Instant scheduledAt;

    private int entries;

    private int octets;

    @Column(length = 64)
    private String sha256;

    protected RevocationList() {}

    /** What was planned, as it was signed. */
    RevocationList(Edition edition, IssuedRevocationList issued, int entries) {
        this.id = ResourceId.random(edition.now()).value();
        this.issuer = edition.issuer().id();
        this.number = edition.number();
        this.thisUpdate = edition.thisUpdate();
        this.nextUpdate = edition.nextUpdate();
        this.publishedAt = edition.now();
        this.scheduledAt = edition.scheduledAt();
        this.entries = entries;
        this.octets = issued.length();
        this.sha256 = issued.sha256();
    }

    UUID id() {
        return id;
    }

    UUID issuer() {
        return issuer;
    }

    /** RFC 5280 §5.2.3. */
    public long number() {
        return number;
    }

    /** When it was issued, as it says: a little before {@link #publishedAt()}. */
    public Instant thisUpdate() {
        return thisUpdate;
    }

    /** Until when it is good, as it says. */
    public Instant nextUpdate() {
        return nextUpdate;
    }

    public Instant publishedAt() {
        return publishedAt;
    }

    /** When the last one was published that came by schedule and not for a revocation: this one, or one before it. */
    Instant scheduledAt() {
        return scheduledAt;
    }

    /** How many certificates it lists. */
    public int entries() {
        return entries;
    }

    /** How many octets its DER has. */
    public int octets() {
        return octets;
    }

    /** The SHA-256 of its DER: 64 lower-case hexadecimal digits. */
    public String sha256() {
        return sha256;
    }
}
