package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;

/** Whether the certificates of all active issuers are valid, and for long enough. Each is read once, some a round. */
@ApplicationScoped
public class IssuerCertificateCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(IssuerCertificateCheck.class.getName());

    /** Time for a new one, even where an enterprise root signs once a month. */
    static final Duration SOON = Duration.ofDays(60);

    /** Certificates that are read in a round at most. */
    private static final int READ_A_ROUND = 50;

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    Clock clock;

    private final Map<UUID, Instant> ends = new HashMap<>();
    private final Map<UUID, IssuingKey> shown = new HashMap<>();
    private final Set<UUID> told = new HashSet<>();

    @Override
    public String name() {
        return "issuer-certificates";
    }

    @Override
    public Health check() {
        List<IssuingKey> keys = authorities.issuingKeys();
        forgetAllBut(keys);
        int unread = READ_A_ROUND;
        Instant now = clock.instant();
        int ended = 0;
        int soon = 0;
        for (IssuingKey key : keys) {
            if (!ends.containsKey(key.issuer()) && unread-- > 0) {
                read(key);
            }
            Instant end = ends.getOrDefault(key.issuer(), Instant.MAX);
            ended += now.isAfter(end) ? 1 : 0;
            soon += !now.isAfter(end) && isSoon(end, now) ? 1 : 0;
            tell(key, end, now);
        }
        return judge(ended, soon, keys.size());
    }

    static Health judge(int ended, int soon, int all) {
        if (ended > 0) {
            return Health.down("%d of %d issuing certificates ended.".formatted(ended, all));
        }
        return soon > 0
                ? Health.warning(
                        "%d of %d issuing certificates end within %d days.".formatted(soon, all, SOON.toDays()))
                : Health.up("The issuing certificates are valid.");
    }

    private static boolean isSoon(Instant end, Instant now) {
        return end.isBefore(now.plus(SOON));
    }

    private void read(IssuingKey key) {
        Instant end = issuers.chainOf(key.issuer()).first().getNotAfter().toInstant();
        ends.put(key.issuer(), end);
        shown.put(key.issuer(), key);
        Metrics.ISSUER_NOT_AFTER
                .labelValues(key.authority(), key.issuer().toString())
                .set((double) end.getEpochSecond());
        // whose first one an alert is to see
        Metrics.ISSUANCES_ABANDONED.initLabelValues(key.authority());
    }

    /** An issuer that is retired has no alarm of its own any more. */
    private void forgetAllBut(List<IssuingKey> keys) {
        Set<UUID> gone = new HashSet<>(shown.keySet());
        keys.forEach(key -> gone.remove(key.issuer()));
        for (UUID issuer : gone) {
            ends.remove(issuer);
            told.remove(issuer);
            IssuingKey former = shown.remove(issuer);
            if (former != null) {
                Metrics.ISSUER_NOT_AFTER.remove(former.authority(), issuer.toString());
            }
        }
    }

    /** Once for each. */
    private void tell(IssuingKey key, Instant end, Instant now) {
        if (isSoon(end, now) && told.add(key.issuer())) {
            LOG.log(
                    Level.WARNING,
                    "The certificate of the authority {0} with the key \"{1}\" ends at {2}. It can issue nothing after that: get it a new one.",
                    key.authority(),
                    key.key().label(),
                    end);
        }
    }
}
