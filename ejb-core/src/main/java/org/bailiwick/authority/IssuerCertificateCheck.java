package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.ResponderCertificate;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;

/**
 * Whether the certificates of all active issuers and of those above them are valid, and for long enough. What ended stops its
 * own authority, and no other: only if all of them ended nothing works. Each chain is read once, some a round.
 */
@ApplicationScoped
public class IssuerCertificateCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(IssuerCertificateCheck.class.getName());

    /** Time for a new one, even where an enterprise root signs once a month. */
    static final Duration SOON = Duration.ofDays(60);

    /** Chains that are read in a round at most. */
    private static final int READ_A_ROUND = 50;

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    Clock clock;

    private final Map<UUID, X509Certificate> firstToEnd = new HashMap<>();
    private final Map<UUID, IssuingKey> shown = new HashMap<>();
    private final Set<UUID> unanswered = new HashSet<>();
    private final Set<UUID> told = new HashSet<>();
    private final Set<UUID> toldOfEnd = new HashSet<>();

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
            if (!firstToEnd.containsKey(key.issuer()) && unread-- > 0) {
                read(key);
            }
            X509Certificate first = firstToEnd.get(key.issuer());
            if (first == null) {
                continue;
            }
            Instant end = first.getNotAfter().toInstant();
            ended += now.isAfter(end) ? 1 : 0;
            soon += !now.isAfter(end) && isSoon(end, now) ? 1 : 0;
            tell(key, first, now);
        }
        return judge(ended, soon, unanswered.size(), keys.size());
    }

    /**
     * What it comes to.
     *
     * @param unanswered issuers whose chain permits no OCSP responder
     */
    static Health judge(int ended, int soon, int unanswered, int all) {
        if (ended > 0) {
            String sentence = "Of %2$d issuing certificates %1$d ended, or one above them did.".formatted(ended, all);
            return ended == all ? Health.down(sentence) : Health.warning(sentence);
        }
        if (soon > 0) {
            return Health.warning("Of %2$d issuing certificates %1$d end within %3$d days, or one above them does."
                    .formatted(soon, all, SOON.toDays()));
        }
        return unanswered > 0
                ? Health.warning(
                        "Of %2$d issuing certificates %1$d permit no OCSP responder.".formatted(unanswered, all))
                : Health.up("The issuing certificates and those above them are valid.");
    }

    private static boolean isSoon(Instant end, Instant now) {
        return end.isBefore(now.plus(SOON));
    }

    private void read(IssuingKey key) {
        CertificateChain chain = issuers.chainOf(key.issuer());
        firstToEnd.put(key.issuer(), chain.firstToEnd());
        if (!ResponderCertificate.isPermittedBy(chain)) {
            unanswered.add(key.issuer());
        }
        shown.put(key.issuer(), key);
        Metrics.ISSUER_NOT_AFTER
                .labelValues(key.authority(), key.issuer().toString())
                .set((double) chain.end().getEpochSecond());
        // whose first one an alert is to see
        Metrics.ISSUANCES_ABANDONED.initLabelValues(key.authority());
    }

    /** An issuer that is retired has no alarm of its own any more. */
    private void forgetAllBut(List<IssuingKey> keys) {
        Set<UUID> gone = new HashSet<>(shown.keySet());
        keys.forEach(key -> gone.remove(key.issuer()));
        for (UUID issuer : gone) {
            firstToEnd.remove(issuer);
            unanswered.remove(issuer);
            told.remove(issuer);
            toldOfEnd.remove(issuer);
            IssuingKey former = shown.remove(issuer);
            if (former != null) {
                Metrics.ISSUER_NOT_AFTER.remove(former.authority(), issuer.toString());
            }
        }
    }

    /** Before it ends and when it has, once each. */
    private void tell(IssuingKey key, X509Certificate first, Instant now) {
        Instant end = first.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            if (toldOfEnd.add(key.issuer())) {
                LOG.log(
                        Level.ERROR,
                        "In the chain of the authority {0} with the key \"{1}\" the certificate of \"{2}\" ended at {3}. It issues nothing any more: get it a new one, or retire it.",
                        key.authority(),
                        key.key().label(),
                        first.getSubjectX500Principal(),
                        end);
            }
        } else if (isSoon(end, now) && told.add(key.issuer())) {
            LOG.log(
                    Level.WARNING,
                    "In the chain of the authority {0} with the key \"{1}\" the certificate of \"{2}\" ends at {3}. It can issue nothing after that: get it a new one.",
                    key.authority(),
                    key.key().label(),
                    first.getSubjectX500Principal(),
                    end);
        }
    }
}
