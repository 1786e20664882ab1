package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.PendingCertificate;
import org.bailiwick.issuance.IssuanceAttempts.Open;

/** Step 3 of an issuance ({@code docs/issuance-cycle.md}), one transaction: the journal's line ends, one way or the other. */
@Stateless
public class IssuanceOutcome {

    /** What the auditor is told of an issuance whose issuer issues no more. */
    static final String RETIRED = "its issuer was retired before it was done";

    /** What a registration authority is told when it is resumed. */
    static final Problem SUSPENDED = ProblemType.UNAUTHORIZED.problem(
            "The registration authority was suspended while this certificate was being made; ask for another one.");

    @Inject
    IssuanceAttempts attempts;

    @Inject
    PendingCertificates pending;

    @Inject
    Authorities authorities;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Stores the certificate, and with it the end of what it was asked for by.
     *
     * @return empty if the attempt has ended already, as somebody else completed or abandoned it, or ends here without a
     *     certificate, as its account has ended, its issuer was retired or its registration authority suspended: this
     *     certificate must be forgotten
     */
    public Optional<Certificate> complete(Journaled journaled, IssuedCertificate issued) {
        Optional<Open> open = attempts.lock(journaled.attempt());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        IssuanceAttempt attempt = open.get().attempt();
        Optional<Hindrance> hindered = hindrance(open.get());
        if (hindered.isPresent()) {
            abandon(attempt, hindered.get().problem(), hindered.get().why());
            return Optional.empty();
        }
        Requester requester = attempt.requester();
        Optional<PendingCertificate> asked = pending.lock(requester);
        Certificate certificate = Certificate.of(
                attempt.origin(journaled.issuer().authority(), asked.flatMap(PendingCertificate::replacedCertificate)),
                issued,
                clock.instant());
        asked.ifPresent(request -> request.complete(certificate.id()));
        attempts.end(attempt, certificate);
        audit.record(new CertificateEvent.Issued(
                journaled.issuer().id(),
                attempt.serial(),
                journaled.identifiers().stream().map(Identifier::value).toList(),
                attempt.permittedBy(),
                pending.told(requester)));
        return Optional.of(certificate);
    }

    /**
     * Why a certificate must not come to be any more.
     *
     * @param problem what who asked is told
     * @param why what the auditor is told
     */
    private record Hindrance(Problem problem, String why) {}

    private static Optional<Hindrance> hindrance(Open open) {
        if (open.accountEnded()) {
            return Optional.of(new Hindrance(Account.DEACTIVATED, Account.DEACTIVATED.detail()));
        }
        // the server's own are those of OCSP responders, which retired issuers have, too
        if (open.issuerRetired() && !open.attempt().requester().isServer()) {
            return Optional.of(new Hindrance(IssuanceService.NOT_MADE, RETIRED));
        }
        return open.askerSuspended() ? Optional.of(new Hindrance(SUSPENDED, SUSPENDED.detail())) : Optional.empty();
    }

    /**
     * Ends an attempt without a certificate: its serial is revoked, as it may have been signed; what it was asked for by
     * fails.
     *
     * @param problem what who asked is told
     * @param why what the auditor is told
     */
    public void abandon(UUID attempt, Problem problem, String why) {
        attempts.lock(attempt).ifPresent(open -> abandon(open.attempt(), problem, why));
    }

    private void abandon(IssuanceAttempt attempt, Problem problem, String why) {
        Requester requester = attempt.requester();
        UUID authority = authorities.issuer(attempt.issuer()).orElseThrow().authority();
        pending.lock(requester).ifPresent(request -> request.fail(problem));
        Certificate unknown = Certificate.unknown(
                attempt.origin(authority, Optional.empty()),
                attempt.serial(),
                attempt.notBefore(),
                attempt.notAfter(),
                clock.instant());
        attempts.end(attempt, unknown);
        audit.record(new CertificateEvent.Abandoned(attempt.issuer(), attempt.serial(), why, pending.told(requester)));
    }
}
