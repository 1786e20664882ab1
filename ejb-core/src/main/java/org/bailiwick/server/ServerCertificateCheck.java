package org.bailiwick.server;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.config.Settings;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/** Whether this server's own TLS certificate is valid and not revoked. The key store is read when it was replaced. */
@ApplicationScoped
public class ServerCertificateCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(ServerCertificateCheck.class.getName());

    /** It renews itself when a third of its life, some 30 days, is left. */
    private static final Duration SOON = Duration.ofDays(14);

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    OwnRevocation revocation;

    private @Nullable FileTime read;
    private @Nullable X509Certificate certificate;
    private Instant end = Instant.MIN;

    /** Whether it is the one that nobody trusts, with which a server begins that has none yet. */
    private boolean first;

    @Override
    public String name() {
        return "server-certificate";
    }

    @Override
    public Health check() {
        try {
            FileTime written = Files.getLastModifiedTime(settings.tlsKeystore());
            if (!written.equals(read)) {
                X509Certificate found = TlsKeyStore.open(settings).certificate();
                end = found.getNotAfter().toInstant();
                first = found.getIssuerX500Principal().equals(found.getSubjectX500Principal());
                certificate = found;
                read = written;
                Metrics.SERVER_NOT_AFTER.set((double) end.getEpochSecond());
            }
            Duration left = Duration.between(clock.instant(), end);
            return first && !left.isNegative()
                    ? Health.up("It is the one to begin with; the authority's own follows.")
                    : judge(left, isRevoked());
        } catch (GeneralSecurityException | IOException unreadable) {
            LOG.log(Level.DEBUG, "the TLS key store cannot be read", unreadable);
            return Health.down("It cannot be read.");
        }
    }

    /** While the database is away, that is what the check of the database says. */
    private boolean isRevoked() throws GeneralSecurityException {
        try {
            return certificate != null && revocation.isRevoked(certificate);
        } catch (EJBException | PersistenceException away) {
            LOG.log(Level.DEBUG, "whether the server's TLS certificate is revoked was not seen", away);
            return false;
        }
    }

    /**
     * How it is.
     *
     * @param left how long it is still valid
     * @param revoked whether it is revoked: many clients do not ask, so the server is still of use
     */
    static Health judge(Duration left, boolean revoked) {
        if (left.isNegative()) {
            return Health.down("It ended; it could not be renewed.");
        }
        if (revoked) {
            return Health.warning(
                    "It is revoked; within two minutes another takes its place, or the log says why not.");
        }
        return left.compareTo(SOON) < 0
                ? Health.warning("It ends within %d days; it could not be renewed.".formatted(SOON.toDays()))
                : Health.up("It is valid.");
    }
}
