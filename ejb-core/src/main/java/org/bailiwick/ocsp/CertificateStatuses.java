package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ca.OcspCertificateId;
import org.bailiwick.ca.OcspResponder.Known;
import org.bailiwick.ca.OcspStatus;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;

/**
 * What is recorded of certificates. Only one that is stored is good: a serial that is journaled and not completed is as
 * unknown as one that never was (DESIGN §6). One that has expired stays what it was.
 */
@ApplicationScoped
class CertificateStatuses {

    @PersistenceContext
    EntityManager entityManager;

    /** What is known of some of an issuer's certificates, in the order of the question. */
    List<Known> of(UUID issuer, List<OcspCertificateId> ids) {
        Map<String, OcspStatus> recorded = recorded(
                issuer,
                ids.stream()
                        .flatMap(id -> id.serial().stream())
                        .map(SerialNumber::hex)
                        .distinct()
                        .toList());
        return ids.stream()
                .map(id -> new Known(
                        id,
                        id.serial()
                                .flatMap(serial -> Optional.ofNullable(recorded.get(serial.hex())))
                                .orElse(OcspStatus.UNKNOWN)))
                .toList();
    }

    private Map<String, OcspStatus> recorded(UUID issuer, Collection<String> serials) {
        Map<String, OcspStatus> statuses = new HashMap<>();
        if (serials.isEmpty()) {
            return statuses;
        }
        entityManager
                .createQuery(
                        """
                        select c.serial, c.revokedAt, c.revocationReason from Certificate c
                        where c.serial in :serials and c.issuer = :issuer""",
                        Object[].class)
                .setParameter("serials", serials)
                .setParameter("issuer", issuer)
                .getResultList()
                .forEach(row -> statuses.put(
                        (String) row[0],
                        row[1] == null
                                ? OcspStatus.GOOD
                                : new OcspStatus.Revoked((Instant) row[1], RevocationReason.ofCode((Integer) row[2]))));
        return statuses;
    }
}
