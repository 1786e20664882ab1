package org.bailiwick.revocation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bailiwick.ca.KeyFingerprint;

/**
 * CRLs for who asks for them. They need the database but no token. The newest list that was asked for is read whole, so that
 * it can be told from memory while the database is away, until its nextUpdate; one that is not in memory is not promised.
 */
@ApplicationScoped
public class PublishedRevocationLists {

    /** In octets. */
    private static final int CACHE = 16 * 1024 * 1024;

    /** In octets. A longer list would drive all others out of the memory. */
    private static final int MOST_OF_ONE = CACHE / 2;

    @Inject
    RevocationLists lists;

    @Inject
    Clock clock;

    private final Map<KeyFingerprint, RevocationList> lastKnown = new ConcurrentHashMap<>();

    private final Cache<Place, byte[]> parts = Caffeine.newBuilder()
            .maximumWeight(CACHE)
            .weigher((Place place, byte[] octets) -> octets.length)
            .build();

    /**
     * The newest CRL of the issuer that has a key; empty if there is no such issuer, or none of it yet.
     *
     * @throws PersistenceException if the database is away, and no list that is still good is in memory
     */
    public Optional<RevocationList> find(KeyFingerprint key) {
        try {
            Optional<RevocationList> newest = lists.newest(key);
            newest.ifPresent(list -> keep(key, list));
            return newest;
        } catch (PersistenceException away) {
            Instant now = clock.instant();
            return Optional.of(Optional.ofNullable(lastKnown.get(key))
                    .filter(list -> now.isBefore(list.nextUpdate()))
                    .filter(this::isWhole)
                    .orElseThrow(() -> away));
        }
    }

    private void keep(KeyFingerprint key, RevocationList list) {
        RevocationList known = lastKnown.get(key);
        if (known == null || !known.id().equals(list.id())) {
            if (list.octets() <= MOST_OF_ONE) {
                places(list).forEach(this::part);
            }
            lastKnown.put(key, list);
        }
    }

    private boolean isWhole(RevocationList list) {
        return places(list).allMatch(place -> parts.getIfPresent(place) != null);
    }

    /**
     * Writes a CRL, a part after the other; no connection is held while the reader takes his time.
     *
     * @throws IOException if the reader is gone, or the list: he took longer than it was kept
     */
    public void write(RevocationList list, OutputStream out) throws IOException {
        for (Place place : places(list).toList()) {
            out.write(part(place)
                    .orElseThrow(() -> new IOException("CRL %d is not kept any more".formatted(list.number()))));
        }
    }

    /** Empty if the list is not kept any more. */
    private Optional<byte[]> part(Place place) {
        return Optional.ofNullable(parts.get(
                place, missing -> lists.part(missing.list, missing.position).orElse(null)));
    }

    private static Stream<Place> places(RevocationList list) {
        int count = (list.octets() + RevocationListPart.OCTETS - 1) / RevocationListPart.OCTETS;
        return IntStream.range(0, count).mapToObj(position -> new Place(list.id(), position));
    }

    private record Place(UUID list, int position) {}
}
