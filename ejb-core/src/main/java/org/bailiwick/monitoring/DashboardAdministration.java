package org.bailiwick.monitoring;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.health.Readiness;
import org.bailiwick.statistics.ExpiringCertificate;
import org.bailiwick.statistics.Range;
import org.bailiwick.statistics.Refusal;
import org.bailiwick.statistics.Series;
import org.bailiwick.statistics.Statistics;
import org.bailiwick.statistics.UnboundKey;

/** How it stands, at a glance: of the caller's authorities, and of this node, which is the same for all. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class DashboardAdministration {

    @Inject
    AuthorityAdministration authorities;

    @Inject
    Readiness readiness;

    @Inject
    Caller caller;

    @Inject
    Statistics statistics;

    @Inject
    Clock clock;

    /** The authorities, the newest first; the newest {@value PageRequest#MOST} if there are more. */
    public List<AuthoritySummary> authorities() {
        Instant now = clock.instant();
        return authorities.list(PageRequest.of(Optional.empty(), PageRequest.MOST)).items().stream()
                .map(each -> AuthoritySummary.of(each, now))
                .toList();
    }

    /** What each health check of this node found last. */
    public List<Readiness.Finding> health() {
        return readiness.findings();
    }

    /** What was issued, refused and failed. */
    public Series series(Range range) {
        return statistics.series(caller.team(), range, clock.instant());
    }

    /**
     * Certificates that end soon and should have been renewed by now; none for whom certificates are not shown to.
     *
     * @param limit at most that many
     */
    public List<ExpiringCertificate> expiring(int limit) {
        return seesCertificates() ? statistics.expiring(caller.team(), clock.instant(), limit) : List.of();
    }

    /** How many there are of these; none for whom certificates are not shown to. */
    public long late() {
        return seesCertificates() ? statistics.countExpiring(caller.team(), clock.instant()) : 0;
    }

    /**
     * The latest refusals, the newest first; none for whom accounts are not shown to.
     *
     * @param limit at most that many
     */
    public List<Refusal> refusals(int limit) {
        return seesCertificates() ? statistics.refusals(caller.team(), clock.instant(), limit) : List.of();
    }

    /**
     * External account keys that nobody was bound to, the oldest first.
     *
     * @param limit at most that many
     */
    public List<UnboundKey> unboundKeys(int limit) {
        return statistics.unboundKeys(caller.team(), clock.instant(), limit);
    }

    /** Whether accounts and certificates are for the caller; as {@code CertificateAdministration} says. */
    public boolean seesCertificates() {
        return caller.role() != Role.EAB_OPERATOR;
    }

    /** Whether the audit log is for the caller; as {@code AuditAdministration} says. */
    public boolean seesAudit() {
        return caller.team().isEmpty() && (caller.role() == Role.SUPER_ADMINISTRATOR || caller.role() == Role.AUDITOR);
    }
}
