package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.order.Orders;

/** Step 3 of an issuance ({@code docs/issuance-cycle.md}), one transaction: the journal's line ends, one way or the other. */
@Stateless
public class IssuanceOutcome {

    /** RFC 5280 §5.3.1 cessationOfOperation: nobody will ever use that serial. */
    private static final int CESSATION_OF_OPERATION = 5;

    @Inject
    Certificates certificates;

    @Inject
    Orders orders;

    @Inject
    Authorities authorities;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Stores the certificate, and with it the end of its order.
     *
     * @return empty if the attempt has ended already: somebody else completed or abandoned it, and this certificate must
     *     be forgotten
     */
    public Optional<Certificate> complete(Journaled journaled, IssuedCertificate issued) {
        Optional<IssuanceAttempt> open = certificates.lockAttempt(journaled.attempt());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        IssuanceAttempt attempt = open.get();
        Requester requester = attempt.requester();
        Certificate certificate =
                new Certificate(attempt, journaled.issuer().authority(), issued.der(), clock.instant());
        certificates.add(certificate);
        requester.order().flatMap(orders::lock).ifPresent(order -> order.complete(certificate.id()));
        certificates.remove(attempt);
        audit.record(new AuditEvent.CertificateIssued(
                journaled.issuer().id(),
                attempt.serial(),
                journaled.identifiers().stream().map(Identifier::value).toList(),
                requester.account().map(ResourceId::toString).orElse(null),
                requester.order().map(ResourceId::toString).orElse(null)));
        return Optional.of(certificate);
    }

    /**
     * Ends an attempt without a certificate: its serial is revoked, as it may have been signed; its order fails.
     *
     * @param problem what the order's client is told
     * @param why what the auditor is told
     */
    public void abandon(UUID attemptId, Problem problem, String why) {
        Optional<IssuanceAttempt> open = certificates.lockAttempt(attemptId);
        if (open.isEmpty()) {
            return;
        }
        IssuanceAttempt attempt = open.get();
        Requester requester = attempt.requester();
        UUID authority = authorities.issuer(attempt.issuer()).orElseThrow().authority();
        Instant now = clock.instant();
        Certificate unknown = new Certificate(attempt, authority, null, now);
        unknown.revoke(now, CESSATION_OF_OPERATION);
        certificates.add(unknown);
        requester.order().flatMap(orders::lock).ifPresent(order -> order.fail(problem));
        certificates.remove(attempt);
        audit.record(new AuditEvent.IssuanceAbandoned(
                attempt.issuer(),
                attempt.serial(),
                why,
                requester.account().map(ResourceId::toString).orElse(null),
                requester.order().map(ResourceId::toString).orElse(null)));
    }
}
