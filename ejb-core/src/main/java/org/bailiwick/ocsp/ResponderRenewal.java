package org.bailiwick.ocsp;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.ResponderCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.issuance.IssuanceService;
import org.bailiwick.job.RecurringJob;
import org.bailiwick.ocsp.ResponderKeys.Labelled;

/**
 * Sees to it that every issuer has a responder whose certificate is good for days to come. One node does it at a time; all
 * others see the result in the database.
 */
@ApplicationScoped
public class ResponderRenewal implements RecurringJob {

    private static final Logger LOG = System.getLogger(ResponderRenewal.class.getName());

    /** Of the certificate's 30 days: time enough to mend a token before anybody gets no answer. */
    private static final Duration EARLY = Duration.ofDays(10);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    @Inject
    Responders responders;

    @Inject
    ResponderKeys keys;

    @Inject
    Issuers issuers;

    @Inject
    IssuanceService issuance;

    @Inject
    Clock clock;

    private final Map<UUID, Pause> pauses = new ConcurrentHashMap<>();
    private final Set<UUID> told = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return "renew-ocsp-responders";
    }

    /** A new issuer is answered for within this time. */
    @Override
    public Duration interval() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        Set<Optional<String>> away = new HashSet<>();
        for (UUID issuer : responders.issuersWithoutOneAt(now.plus(EARLY), now)) {
            Optional<String> token = Optional.ofNullable(issuers.keyOf(issuer).token());
            Pause pause = pauses.get(issuer);
            if (!away.contains(token) && (pause == null || pause.isOver()) && !tryToRenew(issuer, now)) {
                away.add(token);
            }
        }
    }

    /**
     * What hinders one issuer hinders no other; it is tried again.
     *
     * @return false if its token is away, and with it that of others
     */
    private boolean tryToRenew(UUID issuer, Instant now) {
        try {
            if (canEndLater(issuer, now)) {
                renew(issuer, now);
            }
            pauses.remove(issuer);
        } catch (TokenUnavailable away) {
            LOG.log(
                    Level.ERROR,
                    "The OCSP responder of the issuer {0} waits for the token. {1}. {2}",
                    issuer,
                    away.getMessage(),
                    away.hint());
            return false;
        } catch (TokenException away) {
            pause(issuer);
            LOG.log(
                    Level.ERROR,
                    "The OCSP responder of the issuer {0} waits for the token. {1}. {2}",
                    issuer,
                    away.getMessage(),
                    away.hint());
        } catch (AcmeException | CertificateNotIssuableException refused) {
            pause(issuer);
            LOG.log(
                    Level.ERROR,
                    "The issuer {0} gets no OCSP responder: {1}",
                    issuer,
                    String.valueOf(refused.getMessage()));
        } catch (EJBException
                | PersistenceException
                | TransactionalException
                | IllegalArgumentException
                | IllegalStateException hindered) {
            pause(issuer);
            LOG.log(Level.ERROR, "The OCSP responder of the issuer " + issuer + " could not be renewed.", hindered);
        }
        return true;
    }

    /** Each attempt may use up a serial number: twice as long after each that failed. */
    private void pause(UUID issuer) {
        pauses.merge(issuer, Pause.of(interval()), (before, first) -> Pause.of(before.length.multipliedBy(2)));
    }

    /** Until when nothing is tried, on the clock of {@link System#nanoTime}. */
    private record Pause(Duration length, long end) {

        static Pause of(Duration length) {
            Duration bounded = length.compareTo(LONGEST_PAUSE) < 0 ? length : LONGEST_PAUSE;
            return new Pause(bounded, System.nanoTime() + bounded.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }
    }

    /** A responder's certificate ends with its issuer's chain at the latest; then there is nothing to renew any more. */
    private boolean canEndLater(UUID issuer, Instant now) {
        Instant last = issuers.chainOf(issuer).end();
        return now.isBefore(last)
                && isPermitted(issuer)
                && responders
                        .current(issuer, now)
                        .filter(current -> !current.notAfter().isBefore(last))
                        .isEmpty();
    }

    /** Which does not change: it is said once, and no key is made for nothing. */
    private boolean isPermitted(UUID issuer) {
        boolean permitted = ResponderCertificate.isPermittedBy(issuers.chainOf(issuer));
        if (!permitted && told.add(issuer)) {
            LOG.log(
                    Level.ERROR,
                    "The issuer {0} gets no OCSP responder: the name constraints of its chain do not permit the responder''s name, which is below the issuer''s own. Have its certificate made anew.",
                    issuer);
        }
        return permitted;
    }

    private void renew(UUID issuer, Instant now) {
        ReadyIssuer ready = issuers.withId(issuer);
        X509Certificate own = ready.issuer().chain().first();
        Labelled key = keys.of(issuer, ready.token(), own.getPublicKey(), responders.lostKeys(issuer));
        Certificate certificate = issuance.issueForResponder(key.signer().publicKey(), ready);
        responders.add(new Responder(issuer, key.label(), certificate.id(), now));
        LOG.log(
                Level.INFO,
                "The issuer {0} has an OCSP responder until {1}.",
                own.getSubjectX500Principal(),
                certificate.notAfter());
    }
}
