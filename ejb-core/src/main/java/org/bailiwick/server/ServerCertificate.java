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
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.issuance.IssuanceService;

/**
 * Keeps this node's own TLS certificate good: asks the first authority for one when the key store's is not from it, is
 * for another name or is through two thirds of its life, and has the server load it without a restart. Each node has a
 * key of its own, so this is a timer of the node and no job of the cluster.
 */
@Singleton
@Startup
@DependsOn("FirstAuthority")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ServerCertificate {

    private static final Logger LOG = System.getLogger(ServerCertificate.class.getName());

    @Inject
    Settings settings;

    @Inject
    Authorities authorities;

    @Inject
    IssuanceService issuance;

    @Inject
    Clock clock;

    @Resource
    TimerService timers;

    private boolean loadPending;

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
        } catch (AcmeException refused) {
            LOG.log(
                    Level.ERROR,
                    "This server gets no TLS certificate for {0} from its own authority: {1}",
                    settings.host(),
                    refused.getMessage());
        } catch (TokenException | EJBException | GeneralSecurityException | IOException hindered) {
            LOG.log(
                    Level.ERROR,
                    "The server's TLS certificate could not be renewed; it will be tried again.",
                    hindered);
            lookAgainIn(Duration.ofSeconds(30));
        }
    }

    private void lookAgainIn(Duration wait) {
        timers.createSingleActionTimer(wait.toMillis(), new TimerConfig(null, false));
    }

    private boolean isDue(TlsKeyStore keyStore) {
        X509Certificate present = keyStore.certificate();
        Instant from = present.getNotBefore().toInstant();
        Duration life = Duration.between(from, present.getNotAfter().toInstant());
        boolean old = clock.instant().isAfter(from.plus(life.multipliedBy(2).dividedBy(3)));
        boolean placeholder = present.getIssuerX500Principal().equals(present.getSubjectX500Principal());
        return placeholder || old || !keyStore.isFor(settings.host());
    }

    private boolean renew(TlsKeyStore keyStore) throws GeneralSecurityException, IOException {
        Authority authority = authorities.all().get(0);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair key = generator.generateKeyPair();
        Optional<List<X509Certificate>> chain = issuance.issueForServer(authority, List.of(ownName()), key.getPublic());
        if (chain.isEmpty()) {
            throw new IOException("the authority could not issue it now");
        }
        keyStore.replace(key.getPrivate(), chain.get());
        LOG.log(Level.INFO, "This server has a new TLS certificate for {0}.", settings.host());
        return true;
    }

    private Identifier ownName() {
        boolean address = settings.host().matches("[0-9.]+");
        return Identifier.parse(address ? "ip" : "dns", settings.host());
    }
}
