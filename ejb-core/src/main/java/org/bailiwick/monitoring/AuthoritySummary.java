package org.bailiwick.monitoring;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.AuthorityState;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateChain;

/**
 * An authority on the dashboard.
 *
 * @param active whether it can issue
 * @param waiting whether it has nothing to issue with yet, as another CA has not answered
 * @param issuers those that are not retired
 */
public record AuthoritySummary(UUID id, String name, boolean active, boolean waiting, List<IssuerSummary> issuers) {

    public AuthoritySummary {
        issuers = List.copyOf(issuers);
    }

    /**
     * One of its issuers.
     *
     * @param subject of its certificate (RFC 4514)
     * @param root whether it is there to sign CRLs only
     * @param notAfter when its certificate ends
     * @param daysLeft until then, 0 if it has ended
     */
    public record IssuerSummary(String subject, boolean root, Instant notAfter, long daysLeft) {

        /** So few days are left that another should be made. */
        private static final int FEW = 90;

        static IssuerSummary of(Issuer issuer, Instant now) {
            X509Certificate certificate = CertificateChain.parse(issuer.chain()).first();
            Instant end = certificate.getNotAfter().toInstant();
            return new IssuerSummary(
                    certificate.getSubjectX500Principal().getName(),
                    issuer.crlOnly(),
                    end,
                    Math.max(0, Duration.between(now, end).toDays()));
        }

        /** Whether somebody should look before it ends. */
        public boolean endsSoon() {
            return daysLeft < FEW;
        }
    }

    /** Whether nobody needs to look at it: it can issue, and none of its issuers ends soon. */
    public boolean well() {
        return active && issuers.stream().noneMatch(IssuerSummary::endsSoon);
    }

    static AuthoritySummary of(OperatedAuthority operated, Instant now) {
        return new AuthoritySummary(
                operated.authority().id(),
                operated.authority().name(),
                operated.active(),
                operated.state() == AuthorityState.PENDING,
                operated.issuers().stream()
                        .filter(issuer -> issuer.retiredAt().isEmpty())
                        .map(issuer -> IssuerSummary.of(issuer, now))
                        .toList());
    }
}
