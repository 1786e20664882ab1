package org.bailiwick.governance;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.governance.Impact.Position;
import org.bailiwick.governance.Impact.RefusedRenewal;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;

/**
 * Counts, certificate after certificate, what a policy would stop from renewing. It keeps a page of those, in the order in
 * which they end, and of each that was examined 16 octets: enough to know an older one for the same names again.
 */
final class ImpactStudy {

    private final PolicyLevel level;
    private final NamePolicy proposed;
    private final Optional<Position> after;
    private final int limit;

    private final Set<UUID> seen = new HashSet<>();
    /** The one that ends last is the first to leave. */
    private final PriorityQueue<RefusedRenewal> kept =
            new PriorityQueue<>(Comparator.comparing(RefusedRenewal::position).reversed());

    private boolean more;
    private long examined;
    private long refused;
    private long refusedToday;

    /**
     * A study.
     *
     * @param level where the proposed policy is to stand
     * @param after keeps only what comes after that
     * @param limit how many to keep
     */
    ImpactStudy(PolicyLevel level, NamePolicy proposed, Optional<Position> after, int limit) {
        this.level = level;
        this.proposed = proposed;
        this.after = after;
        this.limit = limit;
    }

    /**
     * Examines one; the newest come first.
     *
     * @param current what it must pass today
     */
    void examine(ValidCertificate certificate, IssuancePolicy current) {
        if (!seen.add(kind(certificate))) {
            return;
        }
        examined++;
        Explanation then = current.with(level, Optional.of(proposed)).explain(certificate.names());
        if (then.permitted()) {
            return;
        }
        refused++;
        boolean today = !current.explain(certificate.names()).permitted();
        refusedToday += today ? 1 : 0;
        keep(new RefusedRenewal(
                new ResourceId(certificate.id()),
                certificate.serial(),
                Optional.ofNullable(certificate.account()).map(ResourceId::new),
                certificate.notAfter(),
                certificate.names(),
                then.violations(),
                today));
    }

    private void keep(RefusedRenewal renewal) {
        if (after.filter(position -> renewal.position().compareTo(position) <= 0)
                .isPresent()) {
            return;
        }
        kept.add(renewal);
        if (kept.size() > limit) {
            kept.remove();
            more = true;
        }
    }

    /** The same for all certificates that an account, or a manual provisioner, has for the same names. */
    private static UUID kind(ValidCertificate certificate) {
        StringBuilder text = new StringBuilder().append(certificate.account()).append(certificate.provisioner());
        certificate.names().stream()
                .map(name -> name.type() + ":" + name.value())
                .sorted()
                .forEach(name -> text.append('\n').append(name));
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    Impact result() {
        List<RefusedRenewal> items = kept.stream()
                .sorted(Comparator.comparing(RefusedRenewal::position))
                .toList();
        Optional<Position> next = more ? Optional.of(items.get(items.size() - 1).position()) : Optional.empty();
        return new Impact(examined, refused, refusedToday, items, next);
    }
}
