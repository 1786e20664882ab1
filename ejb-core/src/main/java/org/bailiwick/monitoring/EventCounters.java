package org.bailiwick.monitoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.prometheus.metrics.core.metrics.Counter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.bailiwick.audit.AdministrationEvent.CertificateWithdrawn;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.audit.OrderEvent;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.RefusalEvent.AdministrationRefused;
import org.bailiwick.audit.RefusalEvent.BindingRefused;
import org.bailiwick.audit.RefusalEvent.CredentialRefused;
import org.bailiwick.audit.RefusalEvent.LogInRefused;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.audit.UpstreamEvent;
import org.bailiwick.metrics.Metrics;
import org.jspecify.annotations.Nullable;

/**
 * What an audit event counts in. Asked within the event's transaction, as it may have to look things up; to be run when that
 * is committed. A label's time series begins then, too.
 */
@ApplicationScoped
public class EventCounters {

    @Inject
    LabelNames names;

    /** The orders that were counted as failed: another name of the same order may fail a moment later. */
    private final Cache<String, Boolean> failedOrders = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    List<Runnable> of(AuditEvent event) {
        List<Runnable> counters = new ArrayList<>();
        if (event instanceof RefusalEvent refusal) {
            addRefusal(counters, refusal);
            return counters;
        }
        counters.add(one(Metrics.AUDIT_EVENTS, event.kind()));
        if (event instanceof OrderEvent.Created created) {
            counters.add(one(Metrics.ORDERS_CREATED, created.profile()));
        } else if (event instanceof AuthorizationEvent ended) {
            addAuthorization(counters, ended);
        } else if (event instanceof CertificateEvent certificate) {
            addCertificate(counters, certificate);
        } else if (event instanceof UpstreamEvent.OrderFailed) {
            counters.add(one(Metrics.ORDERS_FAILED, "issuance"));
        } else if (event instanceof CertificateWithdrawn withdrawn) {
            counters.add(revoked(withdrawn.issuer(), withdrawn.reason()));
        } else if (event instanceof ExternalAccountKeyEvent.Bound) {
            counters.add(one(Metrics.EXTERNAL_ACCOUNT_BINDINGS, "bound"));
        }
        return counters;
    }

    private void addAuthorization(List<Runnable> counters, AuthorizationEvent event) {
        if (event instanceof AuthorizationEvent.Validated validated) {
            counters.add(one(Metrics.CHALLENGE_RESULTS, validated.challenge(), "valid"));
        } else if (event instanceof AuthorizationEvent.Failed failed) {
            counters.add(one(Metrics.CHALLENGE_RESULTS, failed.challenge(), failed.problem()));
            counters.add(() -> countFailed(failed.order(), failed.problem()));
        }
    }

    /** Once for each order. */
    private void countFailed(String order, String problem) {
        if (failedOrders.asMap().put(order, true) == null) {
            Metrics.ORDERS_FAILED.labelValues(problem).inc();
        }
    }

    private void addCertificate(List<Runnable> counters, CertificateEvent event) {
        if (event instanceof CertificateEvent.Issued issued) {
            String profile = names.profile(issued.requestedBy());
            counters.add(one(Metrics.CERTIFICATES_ISSUED, names.authority(issued.issuer()), profile));
            if (issued.requestedBy().order() != null) {
                counters.add(one(Metrics.ORDERS_ISSUED, profile));
            }
        } else if (event instanceof CertificateEvent.Abandoned abandoned) {
            counters.add(one(Metrics.ISSUANCES_ABANDONED, names.authority(abandoned.issuer())));
            if (abandoned.requestedBy().order() != null) {
                counters.add(one(Metrics.ORDERS_FAILED, "issuance"));
            }
        } else if (event instanceof CertificateEvent.Revoked revoked) {
            counters.add(revoked(revoked.issuer(), revoked.reason()));
        } else if (event instanceof CertificateEvent.RelayedRevoked revoked) {
            counters.add(revoked(revoked.issuer(), revoked.reason()));
        }
    }

    private Runnable revoked(UUID issuer, String reason) {
        return one(Metrics.CERTIFICATES_REVOKED, names.authority(issuer), reason);
    }

    private static Runnable one(Counter counter, String... labels) {
        return () -> counter.labelValues(labels).inc();
    }

    private static void addRefusal(List<Runnable> counters, RefusalEvent event) {
        if (event instanceof RequestRefused refused) {
            counters.add(one(Metrics.REQUESTS_REFUSED, refused.problem()));
            addPolicyRefusals(counters, refused.decidedBy());
        } else if (event instanceof BindingRefused refused) {
            String why = refused.why().toLowerCase(Locale.ROOT).replace('_', '-');
            counters.add(one(Metrics.EXTERNAL_ACCOUNT_BINDINGS, why));
        } else if (event instanceof CredentialRefused) {
            counters.add(one(Metrics.ADMIN_REFUSALS, "credential"));
        } else if (event instanceof LogInRefused) {
            counters.add(one(Metrics.ADMIN_REFUSALS, "log-in"));
        } else if (event instanceof AdministrationRefused refused) {
            counters.add(one(Metrics.ADMIN_REFUSALS, refused.because()));
            addPolicyRefusals(counters, refused.decidedBy());
        }
    }

    private static void addPolicyRefusals(List<Runnable> counters, @Nullable JsonObject decidedBy) {
        if (decidedBy != null) {
            levels(decidedBy).forEach(level -> counters.add(one(Metrics.POLICY_REFUSALS, level)));
        }
    }

    /** The levels that refused, each once, however many names they refused (see {@code ExplanationDocument#refused}). */
    private static Set<String> levels(JsonObject decidedBy) {
        Set<String> refusing = new TreeSet<>();
        for (JsonValue name : decidedBy.getJsonArray("names")) {
            for (JsonValue level : name.asJsonObject().getJsonArray("levels")) {
                if (!level.asJsonObject().getBoolean("permitted")) {
                    refusing.add(level.asJsonObject().getString("level"));
                }
            }
        }
        return refusing;
    }
}
