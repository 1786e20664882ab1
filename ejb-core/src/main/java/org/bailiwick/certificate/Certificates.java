package org.bailiwick.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;

/** All certificates. */
@ApplicationScoped
public class Certificates {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Event<CertificateRevoked> listeners;

    public void add(Certificate certificate) {
        entityManager.persist(certificate);
        if (certificate.revoked()) {
            entityManager.persist(new UnlistedRevocation(certificate));
        }
    }

    /** A certificate, whoever's it is. */
    public Optional<Certificate> withId(ResourceId id) {
        return Optional.ofNullable(entityManager.find(Certificate.class, id.value()));
    }

    /**
     * A part of what a search finds.
     *
     * @param team only this one's; empty for all
     */
    Page<Certificate> page(Optional<UUID> team, CertificateSearch search, PageRequest request) {
        return PagedQuery.of(Certificate.class, "from Certificate x join Authority a on a.id = x.authority where 1 = 1")
                .and("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", search.authority())
                .and("x.account = :account", "account", search.account().map(ResourceId::value))
                .and("x.registrationAuthority = :relayedBy", "relayedBy", search.registrationAuthority())
                // not "member of", which PostgreSQL would ask of each certificate
                .and("exists (select 1 from x.names n where n = :name)", "name", search.name())
                .and(
                        "exists (select 1 from x.names n where n like :part escape '!')",
                        "part",
                        search.nameContains().map(PagedQuery::containing))
                .and("x.serial = :serial", "serial", search.serial())
                .and("x.notAfter >= :from", "from", search.expiresFrom())
                .and("x.notAfter < :end", "end", search.expiresBefore())
                .andIf(search.revoked().equals(Optional.of(true)), "x.revokedAt is not null")
                .andIf(search.revoked().equals(Optional.of(false)), "x.revokedAt is null")
                .page(entityManager, request, certificate -> certificate.id().value());
    }

    /** An account's certificate. One that is not that account's is one that does not exist. */
    public Optional<Certificate> ownedBy(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery("select c from Certificate c where c.id = :id and c.account = :account", Certificate.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** An authority's certificate that a client shows: one with the same serial and another octet is not ours. */
    public Optional<Certificate> same(UUID authority, EndEntityCertificate shown) {
        byte[] der = shown.der();
        return withSerial(authority, shown.serial())
                .filter(found ->
                        found.der().filter(stored -> Arrays.equals(stored, der)).isPresent());
    }

    /** An authority's certificate by its name in RFC 9773 §4.1. */
    public Optional<Certificate> named(UUID authority, CertificateId id) {
        return withSerial(authority, id.serial()).filter(found -> found.contents()
                .filter(contents -> contents.id().equals(id))
                .isPresent());
    }

    /** Whether an authority has a certificate of that serial number. */
    public boolean isKnown(UUID authority, SerialNumber serial) {
        return withSerial(authority, serial).isPresent();
    }

    /** An authority's certificate by its number, if a registration authority relayed the request for it. */
    public Optional<Certificate> relayed(UUID authority, UUID registrationAuthority, SerialNumber serial) {
        return withSerial(authority, serial)
                .filter(found -> found.registrationAuthority().equals(Optional.of(registrationAuthority)));
    }

    private Optional<Certificate> withSerial(UUID authority, SerialNumber serial) {
        return entityManager
                .createQuery(
                        "select c from Certificate c where c.authority = :authority and c.serial = :serial",
                        Certificate.class)
                .setParameter("authority", authority)
                .setParameter("serial", serial.hex())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * Revokes a certificate, for good; the issuer's next CRL is due then, if that is made here.
     *
     * @param locked its row is locked
     * @throws TooLateException {@code alreadyRevoked}
     */
    public void revoke(Certificate locked, RevocationReason reason, Instant now) {
        locked.revoke(now, reason);
        boolean remote = entityManager.find(Issuer.class, locked.issuer()).remote();
        if (!remote) {
            entityManager.persist(new UnlistedRevocation(locked));
        }
        listeners.fire(new CertificateRevoked(locked.issuer(), locked.serial(), locked.id(), remote));
    }

    /**
     * A page of what an issuer's CRL lists, in the order of the serials.
     *
     * @param endedBefore those whose validity was over before are left out
     * @param after the last serial of the page before; empty for the first page
     * @param most how many at most; fewer come only at the end
     */
    public List<RevokedSerial> revoked(Issuer issuer, Instant endedBefore, String after, int most) {
        return entityManager
                .createQuery(
                        """
                        select c.serial, c.revokedAt, c.revocationReason from Certificate c
                        where c.authority = :authority and c.issuer = :issuer and c.revokedAt is not null
                        and c.notAfter >= :endedBefore and c.serial > :after
                        order by c.serial""",
                        Object[].class)
                .setParameter("authority", issuer.authority())
                .setParameter("issuer", issuer.id())
                .setParameter("endedBefore", endedBefore)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(row -> new RevokedSerial(
                        SerialNumber.ofHex((String) row[0]), (Instant) row[1], RevocationReason.ofCode((Integer)
                                row[2])))
                .toList();
    }

    /** What an authority's roots have signed for its CAs that is valid and not revoked: few. */
    public List<Certificate> goodOfCas(UUID authority, Instant now) {
        return entityManager
                .createQuery(
                        """
                        select c from Certificate c join Issuer i on i.id = c.issuer
                        where c.authority = :authority and i.crlOnly = true
                        and c.revokedAt is null and c.notAfter >= :now""",
                        Certificate.class)
                .setParameter("authority", authority)
                .setParameter("now", now)
                .getResultList();
    }

    /** Whether there is a certificate in its place (RFC 9773 §5). */
    public boolean isReplaced(ResourceId id) {
        return !entityManager
                .createQuery("select c.id from Certificate c where c.replaces = :id", UUID.class)
                .setParameter("id", id.value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Locks the rows of some certificates until the transaction ends, in the order of their ids. */
    public List<Certificate> lockAll(List<UUID> ids) {
        return entityManager
                .createQuery("select c from Certificate c where c.id in :ids order by c.id", Certificate.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    /**
     * Locks a certificate's row until the transaction ends, and reads it again as it is now.
     *
     * @param found what was found in this transaction
     */
    public Certificate lock(Certificate found) {
        entityManager.refresh(found, LockModeType.PESSIMISTIC_WRITE);
        return found;
    }
}
