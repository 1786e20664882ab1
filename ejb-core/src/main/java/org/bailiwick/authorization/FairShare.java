package org.bailiwick.authorization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.bailiwick.acme.ResourceId;

/**
 * How many attempts of one account a node runs at once. An attempt at a host that does not answer keeps a thread until its
 * time is over; without a bound, one account with enough of them keeps everybody waiting.
 */
final class FairShare {

    /** A small part of the threads that a node has for attempts at once (64) and for those that are due again (32). */
    static final int ATTEMPTS = 8;

    /** A share that nobody uses is forgotten. */
    private final Cache<ResourceId, Semaphore> shares =
            Caffeine.newBuilder().weakValues().build();

    /**
     * Runs an attempt.
     *
     * @return its result; empty if the account has its share under way: then it was not run
     */
    <T> Optional<T> of(ResourceId account, Supplier<T> attempt) {
        Semaphore share = shares.get(account, id -> new Semaphore(ATTEMPTS));
        if (!share.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(attempt.get());
        } finally {
            share.release();
        }
    }
}
