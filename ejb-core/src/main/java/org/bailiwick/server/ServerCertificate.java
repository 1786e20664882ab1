package org.bailiwick.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJBException;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.issuance.IssuanceService;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this node's own TLS certificate good: asks the first authority for one when the key store's is not from it, is
 * for another name, is through two thirds of its life or is revoked, and has the server load it without a restart. Each
 * node has a key of its own, so this is a timer of the node and no job of the cluster.
 */
@Singleton
@Startup
@DependsOn("FirstAuthority")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerCertificate {

    private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());

    /** While there is none yet, nobody can use the server. */
    private static final Duration RETRY_WITHOUT_ONE = Duration.ofSeconds(30);

    /** Each attempt may leave a serial that is abandoned, so they are few. */
    private static final Duration RETRY = Duration.ofMinutes(10);

    @Inject
    Settings settings;

    @Inject
    Authorities authorities;

    @Inject
    OwnRevocation revocation;

    @Inject
    IssuanceService issuance;

    @Inject
    Clock clock;

    @Resource
    TimerService timers;

    private boolean served;
    private boolean loadPending;
    private boolean toldOfNone;
    private @Nullable Instant next;
    private @Nullable Instant tried;

    @PostConstruct
    void atStart() {
        lookAgainIn(Duration.ofMillis(200));
    }

    /** Looks whether a new certificate is due. What hinders it is said in the log; the old one serves on meanwhile. */
    @Schedule(hour = "*", minute = "17", persistent = false)
    @Timeout
    void look() {
        try {
            TlsKeyStore keyStore = TlsKeyStore.open(settings);
            loadPending |= isDue(keyStore) && renew(keyStore);
            // while the server boots, its management does not know its own resources yet
            if (loadPending) {
                loadPending = !keyStore.loadIntoServer();
                if (loadPending) {
                    lookAgainIn(Duration.ofSeconds(1));
                }
            }
        } catch (AcmeException | CertificateNotIssuableException refused) {
            LOG.log(
                    Level.ERROR,
                    "This server gets no TLS certificate for {0} from its own authority: {1}",
                    settings.host(),
                    refused.getMessage());
        } catch (TokenException
                | NoActiveIssuerException
                | EJBException
                | PersistenceException
                | GeneralSecurityException
                | IOException hindered) {
            LOG.log(
                    Level.ERROR,
                    "The server's TLS certificate could not be renewed; it will be tried again.",
                    hindered);
            lookAgainIn(served ? RETRY : RETRY_WITHOUT_ONE);
        }
    }

    /**
     * A revoked one is replaced within a minute or two. What an attempt failed for is seldom over a minute later, so the next
     * one has its time.
     */
    @Schedule(hour = "*", minute = "*", second = "41", persistent = false)
    void lookWhetherRevoked() {
        if (!mayTryAgain()) {
            return;
        }
        try {
            if (revocation.isRevoked(TlsKeyStore.open(settings).certificate())) {
                look();
            }
        } catch (EJBException | PersistenceException | GeneralSecurityException | IOException hindered) {
            LOG.log(Level.DEBUG, "whether the server's TLS certificate is revoked was not seen", hindered);
        }
    }

    boolean mayTryAgain() {
        return tried == null || !clock.instant().isBefore(tried.plus(RETRY));
    }

    /** One look is pending at most, besides the hourly one and that of each minute. */
    private void lookAgainIn(Duration wait) {
        if (next != null && next.isAfter(clock.instant())) {
            return;
        }
        next = clock.instant().plus(wait);
        timers.createSingleActionTimer(wait.toMillis(), new TimerConfig(null, false));
    }

    boolean isDue(TlsKeyStore keyStore) throws GeneralSecurityException {
        X509Certificate present = keyStore.certificate();
        Instant from = present.getNotBefore().toInstant();
        Duration life = Duration.between(from, present.getNotAfter().toInstant());
        boolean old = clock.instant().isAfter(from.plus(life.multipliedBy(2).dividedBy(3)));
        served = !present.getIssuerX500Principal().equals(present.getSubjectX500Principal());
        return !served || old || !keyStore.isFor(settings.host()) || revocation.isRevoked(present);
    }

    /** Whatever it is replaced for, the next one has another key. */
    private boolean renew(TlsKeyStore keyStore) throws GeneralSecurityException, IOException {
        tried = clock.instant();
        Optional<Authority> found = authorities.oldestWithKeys();
        if (found.isEmpty()) {
            tellOfNone();
            return false;
        }
        Authority authority = found.get();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair key = generator.generateKeyPair();
        List<X509Certificate> chain = issuance.issueForServer(authority, List.of(ownName()), key.getPublic());
        keyStore.replace(key.getPrivate(), chain);
        tried = null;
        LOG.log(Level.INFO, "This server has a new TLS certificate for {0}.", settings.host());
        return true;
    }

    /** Once: an administrator gives it one, or leaves TLS to a proxy. */
    private void tellOfNone() {
        if (!toldOfNone) {
            toldOfNone = true;
            LOG.log(
                    Level.WARNING,
                    "No authority of this server has keys of its own, so its TLS certificate is for you to get, renew and put into {0}.",
                    settings.tlsKeystore());
        }
    }

    private Identifier ownName() {
        boolean address = settings.host().matches("[0-9.]+");
        return Identifier.parse(address ? "ip" : "dns", settings.host());
    }
}
