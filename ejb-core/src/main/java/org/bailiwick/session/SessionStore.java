package org.bailiwick.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.hash.Sha256;

/** What sessions hold, in the database that all nodes have. Not to be used within a transaction. */
@ApplicationScoped
public class SessionStore {

    private static final Logger LOG = System.getLogger(SessionStore.class.getName());

    /** Much more than the pages keep that one person has open. */
    private static final int LARGEST = 4 * 1024 * 1024;

    /** Where a session was last. */
    public enum Place {
        /** At this node, since it started. */
        HERE,
        /** At another node, or at this one before it started. */
        ELSEWHERE,
        /** Nowhere: it was never written, it was ended, or its time is over. */
        NOWHERE
    }

    /** What came of writing. */
    public enum Written {
        /** All nodes have it. */
        KEPT,
        /** It is in this node's memory only, as there is no key to encrypt it by. */
        NOT_KEPT,
        /** It was ended meanwhile, by whichever node. */
        ENDED
    }

    @Inject
    SessionRecords records;

    @Inject
    SessionCipher cipher;

    @Inject
    Clock clock;

    private final UUID start = UUID.randomUUID();

    /**
     * Where a session was last.
     *
     * @param session its id, as the cookie has it
     */
    public Place place(String session) {
        return records.writer(hash(session), clock.instant())
                .map(writer -> writer.equals(start) ? Place.HERE : Place.ELSEWHERE)
                .orElse(Place.NOWHERE);
    }

    /** What it holds; empty if it is not there, or cannot be read, or could not be written. */
    public Optional<byte[]> read(String session) {
        String hash = hash(session);
        return records.content(hash, clock.instant())
                .flatMap(encrypted -> cipher.open(hash, encrypted))
                .filter(content -> content.length > 0);
    }

    /**
     * Writes what it holds.
     *
     * @param content empty for what cannot go to another node, as is too much: then it goes on at this one, until it is ended
     *     anywhere
     * @param first whether it was not written before
     * @param idle how long it lasts without another request
     */
    public Written write(String session, byte[] content, Duration idle, boolean first) {
        String hash = hash(session);
        Optional<byte[]> encrypted = cipher.seal(hash, bounded(content));
        if (encrypted.isEmpty()) {
            return Written.NOT_KEPT;
        }
        Instant expiresAt = clock.instant().plus(idle);
        if (first) {
            records.add(hash, start, encrypted.get(), expiresAt);
            return Written.KEPT;
        }
        return records.replace(hash, start, encrypted.get(), expiresAt) ? Written.KEPT : Written.ENDED;
    }

    private static byte[] bounded(byte[] content) {
        if (content.length <= LARGEST) {
            return content;
        }
        LOG.log(Level.WARNING, "A session has {0} octets, too much to be kept for other nodes.", content.length);
        return new byte[0];
    }

    /** Ends it for all nodes. */
    public void remove(String session) {
        records.remove(hash(session));
    }

    private static String hash(String session) {
        return Sha256.hexadecimal(session.getBytes(StandardCharsets.UTF_8));
    }
}
