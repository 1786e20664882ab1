package org.bailiwick.authority.standing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.ocsp.Responders;
import org.bailiwick.revocation.PublishedRevocationLists;

/** Looks how it stands with issuers. No token is asked. */
@ApplicationScoped
class IssuerStandings {

    @Inject
    Issuers issuers;

    @Inject
    PublishedRevocationLists lists;

    @Inject
    Responders responders;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * Those of one authority.
     *
     * @param all the newest first
     */
    List<IssuerStanding> of(List<Issuer> all) {
        Issuer issuing = all.stream().filter(Issuer::active).findFirst().orElse(null);
        Instant now = clock.instant();
        return all.stream().map(issuer -> of(issuer, issuer == issuing, now)).toList();
    }

    private IssuerStanding of(Issuer issuer, boolean newest, Instant now) {
        CertificateChain chain = issuers.chainOf(issuer.id());
        Instant end = chain.first().getNotAfter().toInstant();
        return IssuerStanding.of(
                issuer,
                chain,
                newest,
                issuer.remote()
                        ? CrlStanding.ofOtherCa()
                        : CrlStanding.of(lists.find(issuer.keyFingerprint()), settings.crlOverlap(), end, now),
                issuer.crlOnly() || issuer.remote()
                        ? OcspStanding.NONE
                        : OcspStanding.of(responders.answersUntil(issuer.id(), now), end, now),
                IssuerUrls.of(settings.httpUrl(), issuer.keyFingerprint()),
                now);
    }
}
