package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateRevoked;
import org.bailiwick.certificate.Certificates;

/**
 * Has another CA revoke what is revoked here and was signed there: its CRL and its OCSP responder are those that relying
 * parties ask. It is written down in the transaction that revokes, whoever that is, so that neither happens without the other.
 */
@ApplicationScoped
public class RelayedRevocations {

    @Inject
    Outbox outbox;

    @Inject
    Certificates certificates;

    @Inject
    Clock clock;

    void revoked(@Observes CertificateRevoked event) {
        if (!event.remote()) {
            return;
        }
        Certificate certificate = certificates.withId(event.certificate()).orElseThrow();
        Instant now = clock.instant();
        certificate
                .der()
                .ifPresent(der -> outbox.add(
                        OutboxEntry.revocation(
                                certificate.authority(),
                                der,
                                Optional.of(certificate.id()),
                                certificate.revocationReason().orElse(RevocationReason.UNSPECIFIED),
                                now,
                                certificate.notAfter()),
                        now));
    }
}
