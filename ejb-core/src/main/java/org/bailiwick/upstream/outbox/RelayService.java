package org.bailiwick.upstream.outbox;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.job.Patience;
import org.bailiwick.log.LogContext;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.upstream.UpstreamAuthorities;

/**
 * finalize (RFC 8555 §7.4) at an authority whose certificates another CA makes: writes down what it is to be asked for, and
 * asks at once. Usually the certificate is there within a second; if not, the order is processing and {@link OutboxJob} goes
 * on. No transaction must be running.
 */
@ApplicationScoped
public class RelayService {

    private static final Logger LOG = System.getLogger(RelayService.class.getName());

    /** Each waits for the network. */
    private static final int THREADS = 32;

    private static final int QUEUE = 500;
    private static final long IDLE_SECONDS = 30;

    @Resource
    ManagedThreadFactory factory;

    @Inject
    OutboxJournal journal;

    @Inject
    OutboxWork work;

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    UnfitKeys unfitKeys;

    @Inject
    Patience patience;

    private ThreadPoolExecutor threads;

    @PostConstruct
    void start() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /**
     * Finalizes an order. When this returns it is written down what the CA is asked for; when what it returns completes, the
     * order is valid, or invalid with a problem, or processing as the CA is slow or away.
     *
     * @param csr DER PKCS#10
     * @param limit how long the caller would wait for the end
     * @throws org.bailiwick.acme.AcmeException if the request is refused; the order is as it was
     * @throws NoActiveIssuerException if this server was not enrolled at the CA, or its certificate there has ended; the order
     *     is as it was
     */
    public CompletionStage<Optional<Instant>> finalizeOrder(
            Account account, ResourceId order, byte[] csr, Duration limit) {
        if (!upstreams.canAsk(account.provisioner().authority().id())) {
            throw new NoActiveIssuerException(false);
        }
        CertificationRequest request = CertificationRequest.parse(csr, unfitKeys.forCertificates());
        UUID entry = journal.begin(account.id(), order, request, csr);
        Metrics.ORDERS_FINALIZED.inc();
        try {
            return patience.await(
                    CompletableFuture.supplyAsync(() -> work.attempt(entry), LogContext.carriedBy(threads)),
                    limit,
                    "The request to another CA " + entry);
        } catch (RejectedExecutionException busy) {
            LOG.log(Level.WARNING, "Too much waits for other CAs; the job of {0} asks.", entry);
            work.leaveToJob(entry);
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
