package org.bailiwick.revocation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** Some of a CRL's octets. */
@Entity
@SuppressWarnings("UnusedVariable") // read by queries
public class RevocationListPart {

    /** How many octets each has, but the last. */
    static final int OCTETS = 256 * 1024;

    @Id
    private UUID id;

    @Column(name = "list_id")
    private UUID partOf;

    @Column(nullable = false)
    private int position;

    @Column(nullable = false)
    private byte[] octets;

    protected RevocationListPart() {}

    /**
     * A part.
     *
     * @param position from 0 on
     * @param octets not copied; nobody else has them
     */
    RevocationListPart(RevocationList list, int position, byte[] octets) {
        this.id = ResourceId.random(list.publishedAt()).value();
        this.partOf = list.id();
        this.position = position;
        this.octets = octets;
    }
}
