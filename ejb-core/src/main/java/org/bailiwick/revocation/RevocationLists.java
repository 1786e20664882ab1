package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.RevocationListEvent;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.IssuedRevocationList;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.config.Settings;

/** The CRLs in the database. */
@ApplicationScoped
public class RevocationLists {

    /** As many of each issuer stay, however old they are. */
    private static final int KEPT = 3;

    /** Whoever began to download one has that long. */
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);

    /** More than that many revocations take more than one list to be told. */
    private static final int MOST_AT_ONCE = 100_000;

    private static final int BATCH = 1_000;

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Authorities authorities;

    @Inject
    AuditLog audit;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /** The newest of the issuer that has a key; empty if there is no such issuer, or no list yet. */
    Optional<RevocationList> newest(KeyFingerprint key) {
        return entityManager
                .createQuery(
                        """
                        select l from RevocationList l, Issuer i
                        where i.keyFingerprint = :key and l.issuer = i.id and l.number = i.crlNumber""",
                        RevocationList.class)
                .setParameter("key", key.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The octets of a part; empty if the list is not kept any more. */
    Optional<byte[]> part(UUID list, int position) {
        return entityManager
                .createQuery(
                        "select p.octets from RevocationListPart p where p.partOf = :list and p.position = :position",
                        byte[].class)
                .setParameter("list", list)
                .setParameter("position", position)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The issuers whose next list is due: by schedule, or as somebody revoked; those of the past among them. */
    @Transactional(TxType.REQUIRED)
    public Set<UUID> due() {
        Instant now = clock.instant();
        RevocationListSchedule schedule = RevocationListSchedule.of(settings);
        Set<UUID> due = new LinkedHashSet<>(entityManager
                .createQuery("select distinct u.issuer from UnlistedRevocation u", UUID.class)
                .getResultList());
        due.removeIf(
                issuer -> last(issuer).filter(list -> schedule.rests(list, now)).isPresent());
        due.addAll(entityManager
                .createQuery(
                        """
                        select i.id from Issuer i where i.remote = false and not exists (
                            select 1 from RevocationList l where l.issuer = i.id and l.number = i.crlNumber
                            and l.scheduledAt > :expected and l.scheduledAt < :future)""",
                        UUID.class)
                .setParameter("expected", schedule.expected(now))
                .setParameter("future", schedule.future(now))
                .getResultList());
        return due;
    }

    /** The next list of an issuer. What is revoked from now on may be in it, and makes another one due in any case. */
    @Transactional(TxType.REQUIRED)
    public Edition next(UUID issuer) {
        List<UUID> unlisted = entityManager
                .createQuery("select u.certificate from UnlistedRevocation u where u.issuer = :issuer", UUID.class)
                .setParameter("issuer", issuer)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList();
        return RevocationListSchedule.of(settings)
                .next(authorities.issuer(issuer).orElseThrow(), last(issuer), unlisted, clock.instant());
    }

    /**
     * Publishes a list that was signed.
     *
     * @return false if another node published one meanwhile: then this one is forgotten
     */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean publish(Edition edition, IssuedRevocationList issued, int entries) {
        if (!takeNumber(edition)) {
            return false;
        }
        RevocationList list = new RevocationList(edition, issued, entries);
        entityManager.persist(list);
        store(list, issued);
        for (int from = 0; from < edition.unlisted().size(); from += BATCH) {
            entityManager
                    .createQuery("delete from UnlistedRevocation u where u.certificate in (:listed)")
                    .setParameter(
                            "listed",
                            edition.unlisted()
                                    .subList(
                                            from,
                                            Math.min(
                                                    from + BATCH,
                                                    edition.unlisted().size())))
                    .executeUpdate();
        }
        forgetOlder(edition);
        audit.record(new RevocationListEvent(
                list.issuer(), list.number(), list.thisUpdate(), list.nextUpdate(), entries, list.sha256()));
        return true;
    }

    /** Of those who want one number one gets it; the others wait for him here, and then change nothing (ADR 19). */
    private boolean takeNumber(Edition edition) {
        return entityManager
                        .createQuery(
                                "update Issuer i set i.crlNumber = :number where i.id = :issuer and i.crlNumber = :last")
                        .setParameter("number", edition.number())
                        .setParameter("issuer", edition.issuer().id())
                        .setParameter("last", edition.issuer().crlNumber())
                        .executeUpdate()
                == 1;
    }

    /** One part after the other: none stays in memory. */
    private void store(RevocationList list, IssuedRevocationList issued) {
        try (InputStream der = issued.open()) {
            int position = 0;
            for (byte[] octets = der.readNBytes(RevocationListPart.OCTETS);
                    octets.length > 0;
                    octets = der.readNBytes(RevocationListPart.OCTETS)) {
                RevocationListPart part = new RevocationListPart(list, position++, octets);
                entityManager.persist(part);
                entityManager.flush();
                entityManager.detach(part);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void forgetOlder(Edition edition) {
        List<UUID> old = entityManager
                .createQuery(
                        """
                        select l.id from RevocationList l
                        where l.issuer = :issuer and l.publishedAt < :before and :kept <= (
                            select count(n) from RevocationList n where n.issuer = l.issuer and n.number > l.number)""",
                        UUID.class)
                .setParameter("issuer", edition.issuer().id())
                .setParameter("kept", (long) KEPT)
                .setParameter("before", edition.now().minus(KEPT_FOR))
                .setMaxResults(BATCH)
                .getResultList();
        if (!old.isEmpty()) {
            entityManager
                    .createQuery("delete from RevocationListPart p where p.partOf in (:old)")
                    .setParameter("old", old)
                    .executeUpdate();
            entityManager
                    .createQuery("delete from RevocationList l where l.id in (:old)")
                    .setParameter("old", old)
                    .executeUpdate();
        }
    }

    private Optional<RevocationList> last(UUID issuer) {
        return entityManager
                .createQuery(
                        "select l from RevocationList l where l.issuer = :issuer order by l.number desc",
                        RevocationList.class)
                .setParameter("issuer", issuer)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }
}
