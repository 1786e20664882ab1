package org.bailiwick.ocsp;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.MalformedOcspRequestException;
import org.bailiwick.ca.OcspCertificateId;
import org.bailiwick.ca.OcspError;
import org.bailiwick.ca.OcspRequest;
import org.bailiwick.ca.OcspResponse;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.ocsp.AnsweredIssuers.Answered;
import org.bailiwick.ocsp.SignedAnswer.Given;

/**
 * Answers OCSP requests (RFC 6960, RFC 5019). No transaction, and none of the web server's threads, is held while the token
 * signs.
 */
@ApplicationScoped
public class OcspService {

    private static final Logger LOG = System.getLogger(OcspService.class.getName());

    /** Shorter than clients wait; whoever waits this long has a token that hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Inject
    AnsweredIssuers issuers;

    @Inject
    CertificateStatuses statuses;

    @Inject
    SignedAnswers answers;

    @Inject
    Signatures signatures;

    @Inject
    Clock clock;

    /** For the way back: the token's threads are for the token. */
    @Resource
    ManagedExecutorService threads;

    private final Outage outage = new Outage();

    /**
     * Answers a request. All certificates in it must be of the issuer that the URL names.
     *
     * @param issuer as the URL has it
     * @param request as it came
     * @return never fails
     */
    public CompletableFuture<OcspAnswer> answer(KeyFingerprint issuer, byte[] request) {
        try {
            OcspRequest asked = OcspRequest.parse(request);
            return issuers.withKey(issuer)
                    .filter(known -> asked.certificates().stream().allMatch(known.hashes()::isIssuerOf))
                    .map(known -> answer(known, asked))
                    .orElseGet(() -> error(OcspError.UNAUTHORIZED));
        } catch (MalformedOcspRequestException malformed) {
            LOG.log(Level.DEBUG, "no OCSP request: {0}", malformed.getMessage());
            return error(OcspError.MALFORMED_REQUEST);
        } catch (PersistenceException away) {
            return error(outage.error(away));
        }
    }

    private CompletableFuture<OcspAnswer> answer(Answered issuer, OcspRequest asked) {
        boolean forAll = asked.nonce().isEmpty() && asked.certificates().size() == 1;
        OcspCertificateId first = asked.certificates().get(0);
        Given given = forAll && first.serial().isPresent()
                ? answers.to(issuer.id(), first)
                : Given.ofSigning(sign(issuer.id(), asked));
        if (given.kept()) {
            return CompletableFuture.completedFuture(counted(given.response().join(), forAll, "kept"));
        }
        return given.response()
                .copy()
                .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (response, failure) -> {
                            if (failure != null) {
                                return counted(outage.error(failure));
                            }
                            outage.over();
                            return counted(response, forAll, "signed");
                        },
                        threads);
    }

    private CompletableFuture<OcspResponse> sign(UUID issuer, OcspRequest asked) {
        Instant now = clock.instant();
        return signatures.sign(issuer, statuses.of(issuer, asked.certificates()), asked.nonce(), now);
    }

    private static OcspAnswer counted(OcspResponse response, boolean forAll, String source) {
        String status =
                response.statuses().size() == 1 ? response.statuses().get(0).word() : "several";
        Metrics.OCSP_ANSWERS.labelValues(status, source).inc();
        return forAll ? OcspAnswer.forAll(response) : OcspAnswer.of(response);
    }

    private static OcspAnswer counted(OcspError error) {
        Metrics.OCSP_ANSWERS.labelValues(error.rfcName(), "unsigned").inc();
        return OcspAnswer.of(error);
    }

    private static CompletableFuture<OcspAnswer> error(OcspError error) {
        return CompletableFuture.completedFuture(counted(error));
    }
}
