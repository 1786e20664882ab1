package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.upstream.UpstreamAuthorities;
import org.bailiwick.upstream.UpstreamAuthority;
import org.bailiwick.upstream.UpstreamState;
import org.bailiwick.upstream.outbox.Outbox.Depth;

/**
 * Whether other CAs answer. A node is as ready as before while one is away: it validates, takes orders, and completes them
 * when that CA is back; so this is never worse than a warning.
 */
@ApplicationScoped
public class UpstreamCheck implements HealthCheck {

    /** Longer than a CA that is well takes, with an attempt or two. */
    private static final Duration LATE = Duration.ofMinutes(2);

    @Inject
    Outbox outbox;

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "upstream";
    }

    @Override
    public Health check() {
        Instant now = clock.instant();
        List<Depth> depths = outbox.depths();
        depths.forEach(depth -> show(depth, now));
        return judge(depths, upstreams.all(), now);
    }

    private static void show(Depth depth, Instant now) {
        Metrics.UPSTREAM_WAITING.labelValues(depth.authority(), "certificate").set(depth.certificates());
        Metrics.UPSTREAM_WAITING.labelValues(depth.authority(), "revocation").set(depth.revocations());
        Metrics.UPSTREAM_WAITING.labelValues(depth.authority(), "refused").set(depth.failed());
        Metrics.UPSTREAM_OLDEST
                .labelValues(depth.authority())
                .set(waiting(depth, now).toMillis() / 1000.0);
    }

    private static Duration waiting(Depth depth, Instant now) {
        return depth.oldest()
                .map(since -> Duration.between(since, now))
                .filter(wait -> !wait.isNegative())
                .orElse(Duration.ZERO);
    }

    static Health judge(List<Depth> depths, List<UpstreamAuthority> upstreams, Instant now) {
        if (upstreams.isEmpty()) {
            return Health.up("No authority has its certificates of another CA.");
        }
        long unknown = upstreams.stream()
                .filter(upstream -> upstream.stateAt(now) == UpstreamState.EXPIRED
                        || upstream.problem().isPresent())
                .count();
        if (unknown > 0) {
            return Health.warning("Of %d other CAs %d do not know this server, or do not renew its certificate."
                    .formatted(upstreams.size(), unknown));
        }
        Duration longest =
                depths.stream().map(depth -> waiting(depth, now)).reduce(Duration.ZERO, UpstreamCheck::longer);
        if (longest.compareTo(LATE) > 0) {
            return Health.warning(
                    "What another CA is asked for has been waiting for %d seconds.".formatted(longest.toSeconds()));
        }
        long refused = depths.stream().mapToLong(Depth::failed).sum();
        return refused > 0
                ? Health.warning("%d revocations were refused by another CA.".formatted(refused))
                : Health.up("Other CAs answer.");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
