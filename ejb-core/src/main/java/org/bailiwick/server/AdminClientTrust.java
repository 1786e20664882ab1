package org.bailiwick.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bailiwick.admin.ClientCas;
import org.bailiwick.config.Settings;

/**
 * Has the listener for administrators' certificates (docs/adr/0029) trust the CAs of the file that the setting {@code
 * bailiwick.admin.client-ca} names, if there is such a listener. They are kept in memory only: what an earlier start trusted
 * is not trusted by this one, and until they are loaded the listener refuses everybody.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AdminClientTrust {

    private static final Logger LOG = System.getLogger(AdminClientTrust.class.getName());

    private static final String KEY_STORE = "key-store=administrators";

    /** While the server boots, its management does not know its own resources yet. */
    private static final Duration BOOTING = Duration.ofMillis(500);

    @Inject
    Settings settings;

    @Inject
    ClientCas cas;

    @Resource
    TimerService timers;

    private List<X509Certificate> trusted = List.of();

    /** Reads the file, so that a wrong one stops the start. */
    @PostConstruct
    void atStart() {
        trusted = cas.load();
        if (!trusted.isEmpty()) {
            lookAgain();
        }
    }

    /** Hands them to the listener as soon as it is there. */
    @Timeout
    void load() {
        try {
            for (int i = 0; i < trusted.size(); i++) {
                if (!load("ca-" + i, trusted.get(i))) {
                    lookAgain();
                    return;
                }
            }
            if (!Elytron.manage("trust-manager=administrators", "init")) {
                lookAgain();
                return;
            }
            LOG.log(
                    Level.INFO,
                    "Administrators may come in at port {0} by certificates of {1} CA(s).",
                    Integer.toString(settings.adminClientPort()),
                    trusted.size());
        } catch (CertificateEncodingException | IOException hindered) {
            LOG.log(
                    Level.ERROR,
                    "The CAs for administrators' certificates could not be loaded; nobody comes in by one. Start the server again.",
                    hindered);
        }
    }

    private static boolean load(String alias, X509Certificate ca) throws CertificateEncodingException, IOException {
        Path der = Files.createTempFile("bailiwick", ".der");
        try {
            Files.write(der, ca.getEncoded());
            // alias, credential-reference, path, relative-to, trust-cacerts, validate: whom to trust says the operator
            return Elytron.manage(KEY_STORE, "import-certificate", alias, null, der.toString(), null, null, false);
        } finally {
            Files.delete(der);
        }
    }

    private void lookAgain() {
        timers.createSingleActionTimer(BOOTING.toMillis(), new TimerConfig(null, false));
    }
}
