package org.bailiwick.revocation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** What a mass revocation deals with in one transaction; gone with it. */
@Entity
class MassRevocationPart {

    /** How many certificates, so that no transaction is long. */
    static final int SIZE = 100;

    private static final int ID_OCTETS = 2 * Long.BYTES;

    @Id
    private UUID id;

    @Column(name = "revocation_id")
    private UUID revocation;

    private byte[] certificates;

    protected MassRevocationPart() {}

    private MassRevocationPart(UUID revocation, List<UUID> certificates, Instant now) {
        ByteBuffer octets = ByteBuffer.allocate(ID_OCTETS * certificates.size());
        for (UUID certificate : certificates) {
            octets.putLong(certificate.getMostSignificantBits()).putLong(certificate.getLeastSignificantBits());
        }
        this.id = ResourceId.random(now).value();
        this.revocation = revocation;
        this.certificates = octets.array();
    }

    /** Certificates in parts. */
    static List<MassRevocationPart> of(UUID revocation, List<UUID> certificates, Instant now) {
        List<MassRevocationPart> parts = new ArrayList<>();
        for (int from = 0; from < certificates.size(); from += SIZE) {
            List<UUID> some = certificates.subList(from, Math.min(from + SIZE, certificates.size()));
            parts.add(new MassRevocationPart(revocation, some, now));
        }
        return parts;
    }

    /** The ids of its certificates. */
    List<UUID> certificates() {
        ByteBuffer octets = ByteBuffer.wrap(certificates);
        List<UUID> ids = new ArrayList<>();
        while (octets.hasRemaining()) {
            ids.add(new UUID(octets.getLong(), octets.getLong()));
        }
        return ids;
    }
}
