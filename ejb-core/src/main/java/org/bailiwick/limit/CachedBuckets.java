package org.bailiwick.limit;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AbstractCompareAndSwapBasedProxyManager;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.AsyncCompareAndSwapOperation;
import io.github.bucket4j.distributed.proxy.generic.compare_and_swap.CompareAndSwapOperation;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Keeps bucket4j's buckets in a cache that a cluster shares. Each is a text, replaced only if it is still what was read,
 * and forgotten when it is full again.
 */
final class CachedBuckets extends AbstractCompareAndSwapBasedProxyManager<String> {

    /** How long a full bucket is kept: longer than two nodes' clocks differ. */
    private static final Duration KEPT_FULL = Duration.ofMinutes(5);

    private final Cache<String, String> cache;

    CachedBuckets(Cache<String, String> cache, Clock clock) {
        super(ClientSideConfig.getDefault()
                .withClientClock(new WallClock(clock))
                .withExpirationAfterWriteStrategy(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_FULL)));
        this.cache = cache;
    }

    @Override
    protected CompareAndSwapOperation beginCompareAndSwapOperation(String key) {
        return new CompareAndSwapOperation() {
            private @Nullable String read;

            @Override
            public Optional<byte[]> getStateData(Optional<Long> timeoutNanos) {
                read = cache.get(key);
                return Optional.ofNullable(read).map(Base64.getDecoder()::decode);
            }

            @Override
            public boolean compareAndSwap(
                    byte @Nullable [] original, byte[] changed, RemoteBucketState state, Optional<Long> timeoutNanos) {
                String written = Base64.getEncoder().encodeToString(changed);
                long lifespan = TimeUnit.NANOSECONDS.toMillis(calculateTimeToLiveNanos(state));
                return read == null
                        ? cache.putIfAbsent(key, written, lifespan, TimeUnit.MILLISECONDS) == null
                        : cache.replace(key, read, written, lifespan, TimeUnit.MILLISECONDS);
            }
        };
    }

    private long calculateTimeToLiveNanos(RemoteBucketState state) {
        return getClientSideConfig()
                .getExpirationAfterWriteStrategy()
                .map(strategy -> strategy.calculateTimeToLiveMillis(state, currentTimeNanos()))
                .map(TimeUnit.MILLISECONDS::toNanos)
                .orElseThrow();
    }

    @Override
    protected AsyncCompareAndSwapOperation beginAsyncCompareAndSwapOperation(String key) {
        throw new UnsupportedOperationException("nobody waits for a limit");
    }

    @Override
    protected CompletableFuture<Void> removeAsync(String key) {
        throw new UnsupportedOperationException("nobody waits for a limit");
    }

    @Override
    public void removeProxy(String key) {
        cache.remove(key);
    }

    @Override
    public boolean isAsyncModeSupported() {
        return false;
    }

    @Override
    public boolean isExpireAfterWriteSupported() {
        return true;
    }

    /** Time that nodes share. */
    private record WallClock(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
