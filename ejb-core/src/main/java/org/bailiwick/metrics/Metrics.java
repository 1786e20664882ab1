package org.bailiwick.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * Every metric there is ({@code docs/monitoring.md}; a test keeps the two equal). A label's value is never what a client
 * wrote: it is a constant of ours, a name that an administrator gave, or goes through a {@link BoundedLabel}. To count takes
 * less than a microsecond and never fails, so nothing of this needs a transaction or an injected bean.
 */
public final class Metrics {

    /** Not the library's own, which all of a JVM share. */
    static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

    private static final String PREFIX = "bailiwick_";

    // orders, in the order of their steps

    public static final Counter ORDERS_CREATED =
            counter("orders_created_total", "Orders that clients made.", "profile");

    public static final Counter ORDERS_FINALIZED =
            counter("orders_finalized_total", "Orders whose finalize was accepted: the certificate is being made.");

    public static final Counter ORDERS_ISSUED =
            counter("orders_issued_total", "Orders that ended with a certificate.", "profile");

    public static final Counter ORDERS_FAILED = counter(
            "orders_failed_total",
            "Orders that ended without a certificate: the ACME error type of the challenge that failed first, or"
                    + " \"issuance\". Those that merely expired are not among them.",
            "reason");

    public static final Counter CHALLENGE_RESULTS = counter(
            "challenge_results_total",
            "Challenges that ended: \"valid\", or with an ACME error type.",
            "type",
            "result");

    public static final Histogram VALIDATION_DURATION = histogram(
            "validation_attempt_duration_seconds",
            "How long one attempt to validate a challenge took; a challenge may have several.",
            new double[] {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60},
            "type");

    // what was refused

    public static final Counter REQUESTS_REFUSED = counter(
            "acme_requests_refused_total",
            "ACME requests that were refused, by ACME error type; badNonce is not among them.",
            "problem");

    public static final Counter POLICY_REFUSALS = counter(
            "policy_refusals_total",
            "ACME requests that the policy of this level refused, alone or with others.",
            "level");

    public static final Counter EXTERNAL_ACCOUNT_BINDINGS = counter(
            "external_account_bindings_total",
            "Uses of external account keys: \"bound\", or why the binding was refused.",
            "result");

    public static final Counter ADMIN_REFUSALS = counter(
            "admin_refusals_total",
            "Requests of administrators that were refused: for their \"role\", as another \"team\"'s, as the"
                    + " \"credential\" opens nothing, at the portal's \"log-in\", or with the ACME error type of a manual"
                    + " request.",
            "reason");

    // certificates

    public static final Counter CERTIFICATES_ISSUED =
            counter("certificates_issued_total", "Certificates that were issued.", "authority", "profile");

    public static final Counter CERTIFICATES_REVOKED =
            counter("certificates_revoked_total", "Certificates that were revoked (RFC 5280).", "authority", "reason");

    public static final Counter ISSUANCES_ABANDONED = counter(
            "issuances_abandoned_total",
            "Issuances that ended without a certificate after they had begun.",
            "authority");

    public static final Counter AUDIT_EVENTS = counter(
            "audit_events_total",
            "Events of the audit log that this node wrote, without refusals of requests.",
            "kind");

    // other CAs

    public static final Counter UPSTREAM_ANSWERS = counter(
            "upstream_answers_total",
            "What came of requests to the CAs of upstream authorities: \"issued\", \"revoked\", \"waiting\", \"refused\","
                    + " \"unsound\" if the certificate was not what was asked for, \"away\" if no answer came that can be"
                    + " believed.",
            "authority",
            "answer");

    public static final Histogram UPSTREAM_DURATION = histogram(
            "upstream_request_duration_seconds",
            "How long one request to the CA of an upstream authority took.",
            new double[] {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30},
            "authority");

    // what relying parties ask

    public static final Counter OCSP_ANSWERS = counter(
            "ocsp_answers_total",
            "Answers to OCSP requests: \"good\", \"revoked\" or \"unknown\", \"several\" if that many certificates were asked"
                    + " for, or an error of RFC 6960. They were \"kept\" since somebody else asked the same, \"signed\" for who"
                    + " asked, or are errors and \"unsigned\".",
            "status",
            "source");

    // the token

    public static final Histogram SIGNING_DURATION =
            histogram("signing_duration_seconds", "How long the token took to sign with an issuing key.", new double[] {
                0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
            });

    public static final Counter TOKEN_ERRORS = counter(
            "token_errors_total",
            "Calls to the token that failed, by PKCS#11 return value; \"timeout\" if it did not answer, \"busy\" if too"
                    + " many waited for it, \"none\" if no return value says why.",
            "code");

    // what is looked at again and again; the checks of readiness set these

    public static final Gauge HEALTH_CHECK_UP =
            gauge("health_check_up", "Whether a check of /health/ready is up (1) or down (0).", "check");

    public static final Gauge JOB_LAG =
            gauge("job_lag_seconds", "For how long the oldest due job has been waiting; 0 if none is.", "queue");

    public static final Gauge UPSTREAM_WAITING = gauge(
            "upstream_outbox_entries",
            "What waits for the CA of an upstream authority: \"certificate\", \"revocation\", and revocations that it"
                    + " \"refused\".",
            "authority",
            "kind");

    public static final Gauge UPSTREAM_OLDEST = gauge(
            "upstream_outbox_oldest_seconds",
            "For how long the oldest entry of an upstream authority's outbox has been waiting; 0 if none is.",
            "authority");

    public static final Gauge ISSUER_NOT_AFTER = gauge(
            "issuer_certificate_not_after_timestamp_seconds",
            "When the certificate of an active issuer ends, or one above it if that is sooner, in Unix time.",
            "authority",
            "issuer");

    public static final Gauge SERVER_NOT_AFTER = gauge(
            "server_certificate_not_after_timestamp_seconds",
            "When this server's own TLS certificate ends, in Unix time.");

    public static final Gauge CRL_THIS_UPDATE = gauge(
            "crl_this_update_timestamp_seconds",
            "When the newest CRL of an issuer says that it was made, in Unix time.",
            "authority",
            "issuer");

    public static final Gauge CRL_NEXT_UPDATE = gauge(
            "crl_next_update_timestamp_seconds",
            "Until when the newest CRL of an issuer is good, in Unix time.",
            "authority",
            "issuer");

    // HTTP

    public static final Counter HTTP_REQUESTS = counter(
            "http_requests_total",
            "HTTP requests that were answered; \"other\" is what belongs to no resource, as pages and unknown paths.",
            "resource",
            "method",
            "status");

    public static final Histogram HTTP_DURATION = histogram(
            "http_request_duration_seconds",
            "How long HTTP requests took until they were answered.",
            new double[] {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10},
            "resource");

    static {
        // Prometheus sees an increase from 0 only where there was a 0: what alerts wait for is there from the beginning
        ORDERS_FAILED.initLabelValues("issuance");
        List.of("role", "team", "credential").forEach(ADMIN_REFUSALS::initLabelValues);
        List.of("tryLater", "internalError").forEach(status -> OCSP_ANSWERS.initLabelValues(status, "unsigned"));
        List.of(TokenErrors.TIMEOUT, TokenErrors.BUSY, TokenErrors.NONE).forEach(TOKEN_ERRORS::initLabelValues);
        JvmBufferPoolMetrics.builder().register(REGISTRY);
        JvmClassLoadingMetrics.builder().register(REGISTRY);
        JvmGarbageCollectorMetrics.builder().register(REGISTRY);
        JvmMemoryMetrics.builder().register(REGISTRY);
        JvmRuntimeInfoMetric.builder().register(REGISTRY);
        JvmThreadsMetrics.builder().register(REGISTRY);
        ProcessMetrics.builder().register(REGISTRY);
    }

    private static final double NANOS_PER_SECOND = 1e9;

    private Metrics() {}

    /** How many seconds have passed since a moment on the clock of {@link System#nanoTime}. */
    public static double secondsSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / NANOS_PER_SECOND;
    }

    private static Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(REGISTRY);
    }

    private static Gauge gauge(String name, String help, String... labels) {
        return Gauge.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .register(REGISTRY);
    }

    private static Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name(PREFIX + name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars()
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(REGISTRY);
    }
}
