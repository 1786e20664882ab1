package org.bailiwick.session;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of sessions, each read or written in a transaction that holds for a moment. */
@Stateless
@PermitAll
public class SessionRecords {

    @PersistenceContext
    EntityManager entityManager;

    /** Who wrote a session last; empty if there is none, or its time is over. */
    public Optional<UUID> writer(String id, Instant now) {
        return one(entityManager
                .createQuery("select s.writer from KeptSession s where s.id = :id and s.expiresAt > :now", UUID.class)
                .setParameter("id", id)
                .setParameter("now", now)
                .getResultList());
    }

    /** What it holds, encrypted; empty if there is none, or its time is over. */
    public Optional<byte[]> content(String id, Instant now) {
        return one(entityManager
                .createQuery(
                        "select s.content from KeptSession s where s.id = :id and s.expiresAt > :now", byte[].class)
                .setParameter("id", id)
                .setParameter("now", now)
                .getResultList());
    }

    /** Writes one that is new. */
    public void add(String id, UUID writer, byte[] content, Instant expiresAt) {
        entityManager.persist(new KeptSession(id, writer, content, expiresAt));
    }

    /**
     * Writes one that is there.
     *
     * @return whether it still is: one that was ended meanwhile does not come back
     */
    public boolean replace(String id, UUID writer, byte[] content, Instant expiresAt) {
        return entityManager
                        .createQuery(
                                "update KeptSession s set s.writer = :writer, s.content = :content, s.expiresAt = :expiresAt where s.id = :id")
                        .setParameter("writer", writer)
                        .setParameter("content", content)
                        .setParameter("expiresAt", expiresAt)
                        .setParameter("id", id)
                        .executeUpdate()
                > 0;
    }

    /** Ends one. */
    public void remove(String id) {
        entityManager
                .createQuery("delete from KeptSession s where s.id = :id")
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Removes all whose time is over. */
    public void removeExpired(Instant now) {
        entityManager
                .createQuery("delete from KeptSession s where s.expiresAt <= :now")
                .setParameter("now", now)
                .executeUpdate();
    }

    /** The key for sessions that goes with a key of the token, encrypted by that. */
    public Optional<byte[]> key(String label) {
        return Optional.ofNullable(entityManager.find(SessionKey.class, label)).map(SessionKey::sealed);
    }

    /** Adds one; fails if another node was faster. */
    public void addKey(String label, byte[] sealed) {
        entityManager.persist(new SessionKey(label, sealed));
    }

    private static <T> Optional<T> one(List<T> found) {
        return found.stream().findFirst();
    }
}
