package org.bailiwick.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.ca.KeyFingerprint;

/**
 * CRLs for who asks for them. They need the database but no token; while the database is away, what was asked for before is
 * answered from memory as far as it is there.
 */
@ApplicationScoped
public class PublishedRevocationLists {

    /** In octets. */
    private static final int CACHE = 16 * 1024 * 1024;

    @Inject
    RevocationLists lists;

    private final Map<KeyFingerprint, RevocationList> lastKnown = new ConcurrentHashMap<>();

    private final Cache<Place, byte[]> parts = Caffeine.newBuilder()
            .maximumWeight(CACHE)
            .weigher((Place place, byte[] octets) -> octets.length)
            .build();

    /** The newest CRL of the issuer that has a key; empty if there is no such issuer, or none of it yet. */
    public Optional<RevocationList> find(KeyFingerprint key) {
        try {
            Optional<RevocationList> newest = lists.newest(key);
            newest.ifPresent(list -> lastKnown.put(key, list));
            return newest;
        } catch (PersistenceException away) {
            return Optional.of(Optional.ofNullable(lastKnown.get(key)).orElseThrow(() -> away));
        }
    }

    /**
     * Writes a CRL, a part after the other; no connection is held while the reader takes his time.
     *
     * @throws IOException if the reader is gone, or the list: he took longer than it was kept
     */
    public void write(RevocationList list, OutputStream out) throws IOException {
        for (int position = 0; (long) position * RevocationListPart.OCTETS < list.octets(); position++) {
            Place place = new Place(list.id(), position);
            byte[] octets = parts.get(
                    place, missing -> lists.part(missing.list, missing.position).orElse(null));
            if (octets == null) {
                throw new IOException("CRL %d is not kept any more".formatted(list.number()));
            }
            out.write(octets);
        }
    }

    private record Place(UUID list, int position) {}
}
