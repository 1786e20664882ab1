package org.bailiwick.monitoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
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
import org.bailiwick.audit.AdministrationEvent.AdministrationRefused;
import org.bailiwick.audit.AdministrationEvent.CertificateWithdrawn;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.audit.OrderEvent;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.RefusalEvent.BindingRefused;
import org.bailiwick.audit.RefusalEvent.CredentialRefused;
import org.bailiwick.audit.RefusalEvent.LogInRefused;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.metrics.Metrics;

/** Which counters an audit event counts in. Asked within the event's transaction, as it may have to look things up. */
@ApplicationScoped
public class EventCounters {

    @Inject
    LabelNames names;

    /** The orders that were counted as failed: another name of the same order may fail a moment later. */
    private final Cache<String, Boolean> failedOrders = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    List<CounterDataPoint> of(AuditEvent event) {
        List<CounterDataPoint> counters = new ArrayList<>();
        if (event instanceof RefusalEvent refusal) {
            addRefusal(counters, refusal);
            return counters;
        }
        counters.add(Metrics.AUDIT_EVENTS.labelValues(event.kind()));
        if (event instanceof OrderEvent.Created created) {
            counters.add(Metrics.ORDERS_CREATED.labelValues(created.profile()));
        } else if (event instanceof AuthorizationEvent ended) {
            addAuthorization(counters, ended);
        } else if (event instanceof CertificateEvent certificate) {
            addCertificate(counters, certificate);
        } else if (event instanceof CertificateWithdrawn withdrawn) {
            counters.add(revoked(withdrawn.issuer(), withdrawn.reason()));
        } else if (event instanceof ExternalAccountKeyEvent.Bound) {
            counters.add(Metrics.EXTERNAL_ACCOUNT_BINDINGS.labelValues("bound"));
        } else if (event instanceof AdministrationRefused refused) {
            counters.add(Metrics.ADMIN_REFUSALS.labelValues(refused.because()));
        }
        return counters;
    }

    private void addAuthorization(List<CounterDataPoint> counters, AuthorizationEvent event) {
        if (event instanceof AuthorizationEvent.Validated validated) {
            counters.add(Metrics.CHALLENGE_RESULTS.labelValues(validated.challenge(), "valid"));
        } else if (event instanceof AuthorizationEvent.Failed failed) {
            counters.add(Metrics.CHALLENGE_RESULTS.labelValues(failed.challenge(), failed.problem()));
            if (failedOrders.asMap().put(failed.order(), true) == null) {
                counters.add(Metrics.ORDERS_FAILED.labelValues(failed.problem()));
            }
        }
    }

    private void addCertificate(List<CounterDataPoint> counters, CertificateEvent event) {
        if (event instanceof CertificateEvent.Issued issued) {
            String profile = names.profile(issued.requestedBy().order());
            counters.add(Metrics.CERTIFICATES_ISSUED.labelValues(names.authority(issued.issuer()), profile));
            if (issued.requestedBy().order() != null) {
                counters.add(Metrics.ORDERS_ISSUED.labelValues(profile));
            }
        } else if (event instanceof CertificateEvent.Abandoned abandoned) {
            counters.add(Metrics.ISSUANCES_ABANDONED.labelValues(names.authority(abandoned.issuer())));
            if (abandoned.requestedBy().order() != null) {
                counters.add(Metrics.ORDERS_FAILED.labelValues("issuance"));
            }
        } else if (event instanceof CertificateEvent.Revoked revoked) {
            counters.add(revoked(revoked.issuer(), revoked.reason()));
        }
    }

    private CounterDataPoint revoked(UUID issuer, String reason) {
        return Metrics.CERTIFICATES_REVOKED.labelValues(names.authority(issuer), reason);
    }

    private static void addRefusal(List<CounterDataPoint> counters, RefusalEvent event) {
        if (event instanceof RequestRefused refused) {
            counters.add(Metrics.REQUESTS_REFUSED.labelValues(refused.problem()));
            if (refused.decidedBy() != null) {
                levels(refused.decidedBy()).forEach(level -> counters.add(Metrics.POLICY_REFUSALS.labelValues(level)));
            }
        } else if (event instanceof BindingRefused refused) {
            counters.add(Metrics.EXTERNAL_ACCOUNT_BINDINGS.labelValues(
                    refused.why().toLowerCase(Locale.ROOT).replace('_', '-')));
        } else if (event instanceof CredentialRefused) {
            counters.add(Metrics.ADMIN_REFUSALS.labelValues("credential"));
        } else if (event instanceof LogInRefused) {
            counters.add(Metrics.ADMIN_REFUSALS.labelValues("log-in"));
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
