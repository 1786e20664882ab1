package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.authority.Issuers;
import org.bailiwick.config.Settings;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Whether the newest CRL of each issuer is still good: who checks a certificate with one that ended refuses it. */
@ApplicationScoped
public class RevocationListCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(RevocationListCheck.class.getName());

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Issuers issuers;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private final Set<UUID> told = new HashSet<>();

    /** A new issuer has its first list within seconds. */
    private static final Duration FIRST = Duration.ofMinutes(10);

    /**
     * The newest list of an issuer.
     *
     * @param authority the name of the issuer's
     * @param thisUpdate of the list; null if there is none yet
     * @param nextUpdate likewise; if there is none, when there should be one
     */
    record Newest(String authority, UUID issuer, @Nullable Instant thisUpdate, Instant nextUpdate) {}

    @Override
    public String name() {
        return "crl";
    }

    @Override
    public Health check() {
        Instant now = clock.instant();
        List<Newest> lists = newest().stream().filter(list -> isOf(list, now)).toList();
        lists.forEach(RevocationListCheck::show);
        int ended = 0;
        int late = 0;
        for (Newest list : lists) {
            // the next one should have been there for half the time that it may take
            Duration left = Duration.between(now, list.nextUpdate());
            boolean isLate = list.thisUpdate() == null
                    ? left.isNegative()
                    : left.compareTo(settings.crlOverlap().dividedBy(2)) < 0;
            boolean hasEnded = left.isNegative();
            ended += hasEnded ? 1 : 0;
            late += isLate && !hasEnded ? 1 : 0;
            tell(list, isLate);
        }
        return judge(ended, late, lists.size());
    }

    static Health judge(int ended, int late, int all) {
        if (ended > 0) {
            return Health.down("%d of %d CRLs ended.".formatted(ended, all));
        }
        return late > 0
                ? Health.warning("%d of %d CRLs should have been replaced by now.".formatted(late, all))
                : Health.up("The CRLs are fresh.");
    }

    /** Whether there are lists of an issuer at all: none is made any more when its own certificate is over. */
    private boolean isOf(Newest list, Instant now) {
        boolean over =
                now.isAfter(issuers.chainOf(list.issuer()).first().getNotAfter().toInstant());
        if (over) {
            Metrics.CRL_THIS_UPDATE.remove(list.authority(), list.issuer().toString());
            Metrics.CRL_NEXT_UPDATE.remove(list.authority(), list.issuer().toString());
        }
        return !over;
    }

    /** Each issuer's newest list, or when the first one should be there. */
    List<Newest> newest() {
        return entityManager
                .createQuery(
                        """
                        select a.name, i.id, l.thisUpdate, l.nextUpdate, i.createdAt
                        from Issuer i join Authority a on a.id = i.authority
                        left join RevocationList l on i.id = l.issuer and i.crlNumber = l.number
                        where i.remote = false""",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row -> new Newest(
                        (String) row[0],
                        (UUID) row[1],
                        (Instant) row[2],
                        row[3] == null ? ((Instant) row[4]).plus(FIRST) : (Instant) row[3]))
                .toList();
    }

    private static void show(Newest list) {
        if (list.thisUpdate() != null) {
            String issuer = list.issuer().toString();
            Metrics.CRL_THIS_UPDATE.labelValues(list.authority(), issuer).set((double)
                    list.thisUpdate().getEpochSecond());
            Metrics.CRL_NEXT_UPDATE.labelValues(list.authority(), issuer).set((double)
                    list.nextUpdate().getEpochSecond());
        }
    }

    /** Once for each that is late. */
    private void tell(Newest list, boolean late) {
        if (!late) {
            told.remove(list.issuer());
        } else if (told.add(list.issuer())) {
            LOG.log(
                    Level.WARNING,
                    "The CRL of the issuer {0} of the authority {1} ends at {2}, and the next one should be there already: see whether its key signs.",
                    list.issuer(),
                    list.authority(),
                    list.nextUpdate());
        }
    }
}
