package org.bailiwick.governance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.governance.Impact.RefusedRenewal;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.IssuancePolicy;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.PolicyLevel;

/**
 * Counts, certificate after certificate, what a policy would stop from renewing. It keeps the first of those, and of each
 * other 16 octets: enough to know an older one for the same names again.
 */
final class ImpactStudy {

    private final PolicyLevel level;
    private final NamePolicy proposed;
    private final int limit;

    private final Set<UUID> seen = new HashSet<>();
    private final List<RefusedRenewal> first = new ArrayList<>();
    private long examined;
    private long refused;
    private long refusedToday;

    /**
     * A study.
     *
     * @param level where the proposed policy is to stand
     * @param limit how many to keep
     */
    ImpactStudy(PolicyLevel level, NamePolicy proposed, int limit) {
        this.level = level;
        this.proposed = proposed;
        this.limit = limit;
    }

    /**
     * Examines one; the newest come first.
     *
     * @param current what it must pass today
     */
    void examine(ValidCertificate certificate, IssuancePolicy current) {
        examined++;
        Explanation then = current.with(level, Optional.of(proposed)).explain(certificate.names());
        if (then.permitted() || !seen.add(kind(certificate))) {
            return;
        }
        refused++;
        boolean today = !current.explain(certificate.names()).permitted();
        refusedToday += today ? 1 : 0;
        if (first.size() < limit) {
            first.add(new RefusedRenewal(
                    new ResourceId(certificate.id()),
                    certificate.serial(),
                    Optional.ofNullable(certificate.account()).map(ResourceId::new),
                    certificate.notAfter(),
                    certificate.names(),
                    then.violations(),
                    today));
        }
    }

    /** The same for all certificates that an account has for the same names. */
    private static UUID kind(ValidCertificate certificate) {
        StringBuilder text = new StringBuilder().append(certificate.account());
        certificate.names().stream()
                .map(name -> name.type() + ":" + name.value())
                .sorted()
                .forEach(name -> text.append('\n').append(name));
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    Impact result() {
        return new Impact(examined, refused, refusedToday, first);
    }
}
