package org.bailiwick.server;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

/** Whether this server's own TLS certificate is valid. The key store is read when it was replaced. */
@ApplicationScoped
public class ServerCertificateCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(ServerCertificateCheck.class.getName());

    /** It renews itself when a third of its life, some 30 days, is left. */
    private static final Duration SOON = Duration.ofDays(14);

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private @Nullable FileTime read;
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
                X509Certificate certificate = TlsKeyStore.open(settings).certificate();
                end = certificate.getNotAfter().toInstant();
                first = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
                read = written;
                Metrics.SERVER_NOT_AFTER.set((double) end.getEpochSecond());
            }
            Duration left = Duration.between(clock.instant(), end);
            return first && !left.isNegative()
                    ? Health.up("It is the one to begin with; the authority's own follows.")
                    : judge(left);
        } catch (GeneralSecurityException | IOException unreadable) {
            LOG.log(Level.DEBUG, "the TLS key store cannot be read", unreadable);
            return Health.down("It cannot be read.");
        }
    }

    /**
     * How it is.
     *
     * @param left how long it is still valid
     */
    static Health judge(Duration left) {
        if (left.isNegative()) {
            return Health.down("It ended; it could not be renewed.");
        }
        return left.compareTo(SOON) < 0
                ? Health.warning("It ends within %d days; it could not be renewed.".formatted(SOON.toDays()))
                : Health.up("It is valid.");
    }
}
