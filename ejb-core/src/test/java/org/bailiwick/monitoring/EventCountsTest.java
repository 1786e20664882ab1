package org.bailiwick.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.audit.CertificateEvent;
import org.bailiwick.audit.CertificateEvent.RequestedBy;
import org.bailiwick.audit.ExternalAccountKeyEvent;
import org.bailiwick.audit.OrderEvent;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventCountsTest {

    private static final UUID ISSUER = new UUID(1, 2);
    private static final UUID ADMINISTRATOR = new UUID(3, 4);

    private final List<Synchronization> waiting = new ArrayList<>();
    private final EventCounts counts =
            Injected.into(new EventCounts(), registry(), Injected.into(new EventCounters(), new LabelNames() {
                @Override
                String authority(UUID issuer) {
                    return issuer.equals(ISSUER) ? "corp" : NONE;
                }

                @Override
                String profile(RequestedBy requestedBy) {
                    if (requestedBy.manualRequest() != null) {
                        return "devices";
                    }
                    return requestedBy.order() == null ? NONE : "tlsserver";
                }
            }));

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of(
                        new OrderEvent.Created("o", "a", List.of("x.corp"), "tlsserver", null),
                        List.of(
                                Metrics.ORDERS_CREATED.labelValues("tlsserver"),
                                Metrics.AUDIT_EVENTS.labelValues("order-created"))),
                Arguments.of(
                        new AuthorizationEvent.Validated("a", "o", "z", "x.corp", "dns-01", 1),
                        List.of(Metrics.CHALLENGE_RESULTS.labelValues("dns-01", "valid"))),
                Arguments.of(
                        new AuthorizationEvent.Failed("a", "o-1", "z", "x.corp", "http-01", 3, "connection", "No."),
                        List.of(
                                Metrics.CHALLENGE_RESULTS.labelValues("http-01", "connection"),
                                Metrics.ORDERS_FAILED.labelValues("connection"))),
                Arguments.of(
                        new CertificateEvent.Issued(
                                ISSUER, "01", List.of("x.corp"), null, RequestedBy.account("a", "o")),
                        List.of(
                                Metrics.CERTIFICATES_ISSUED.labelValues("corp", "tlsserver"),
                                Metrics.ORDERS_ISSUED.labelValues("tlsserver"))),
                Arguments.of(
                        new CertificateEvent.Issued(
                                ISSUER, "01", List.of("x.corp"), null, RequestedBy.account(null, null)),
                        List.of(Metrics.CERTIFICATES_ISSUED.labelValues("corp", "none"))),
                Arguments.of(
                        new CertificateEvent.Issued(
                                ISSUER,
                                "01",
                                List.of("x.corp"),
                                null,
                                RequestedBy.administrator(ADMINISTRATOR, new UUID(5, 6), new UUID(7, 8))),
                        List.of(Metrics.CERTIFICATES_ISSUED.labelValues("corp", "devices"))),
                Arguments.of(
                        new CertificateEvent.Abandoned(ISSUER, "01", "why", RequestedBy.account("a", "o")),
                        List.of(
                                Metrics.ISSUANCES_ABANDONED.labelValues("corp"),
                                Metrics.ORDERS_FAILED.labelValues("issuance"))),
                Arguments.of(
                        new CertificateEvent.Revoked(ISSUER, "01", "superseded", "account", "a"),
                        List.of(Metrics.CERTIFICATES_REVOKED.labelValues("corp", "superseded"))),
                Arguments.of(
                        new AdministrationEvent.CertificateWithdrawn(
                                ADMINISTRATOR, "c", ISSUER, "01", "keyCompromise", null, null),
                        List.of(Metrics.CERTIFICATES_REVOKED.labelValues("corp", "keyCompromise"))),
                Arguments.of(
                        new ExternalAccountKeyEvent.Bound("k", "a", 0),
                        List.of(Metrics.EXTERNAL_ACCOUNT_BINDINGS.labelValues("bound"))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsCountedWhenItsTransactionIsCommitted(AuditEvent event, List<CounterDataPoint> counters) {
        List<Double> before = values(counters);
        counts.count(event);
        assertThat(values(counters)).isEqualTo(before);
        waiting.forEach(transaction -> transaction.afterCompletion(Status.STATUS_COMMITTED));
        assertThat(values(counters))
                .isEqualTo(before.stream().map(value -> value + 1).toList());
    }

    @ParameterizedTest
    @MethodSource("events")
    void whatIsRolledBackDidNotHappen(AuditEvent event, List<CounterDataPoint> counters) {
        List<Double> before = values(counters);
        counts.count(event);
        waiting.forEach(transaction -> transaction.afterCompletion(Status.STATUS_ROLLEDBACK));
        assertThat(values(counters)).isEqualTo(before);
    }

    @Test
    void anOrderFailsOnceHoweverManyOfItsNamesDo() {
        CounterDataPoint failed = Metrics.ORDERS_FAILED.labelValues("dns");
        double before = failed.get();
        for (String name : List.of("x.corp", "y.corp", "z.corp")) {
            counts.count(new AuthorizationEvent.Failed("a", "o-2", name, name, "dns-01", 1, "dns", "No."));
        }
        waiting.forEach(transaction -> transaction.afterCompletion(Status.STATUS_COMMITTED));
        assertThat(failed.get()).isEqualTo(before + 1);
    }

    /** What was rolled back is done again, and counts then. */
    @Test
    void anOrderWhoseFailureIsRolledBackFailsWhenThatIsCommitted() {
        CounterDataPoint failed = Metrics.ORDERS_FAILED.labelValues("tls");
        double before = failed.get();
        AuditEvent event = new AuthorizationEvent.Failed("a", "o-3", "z", "x.corp", "http-01", 3, "tls", "No.");
        counts.count(event);
        waiting.remove(0).afterCompletion(Status.STATUS_ROLLEDBACK);
        assertThat(failed.get()).isEqualTo(before);
        counts.count(event);
        waiting.remove(0).afterCompletion(Status.STATUS_COMMITTED);
        assertThat(failed.get()).isEqualTo(before + 1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        request("rejectedIdentifier", "authority", "externalAccountKey"),
                        List.of(
                                Metrics.REQUESTS_REFUSED.labelValues("rejectedIdentifier"),
                                Metrics.POLICY_REFUSALS.labelValues("authority"),
                                Metrics.POLICY_REFUSALS.labelValues("externalAccountKey"))),
                Arguments.of(request("malformed"), List.of(Metrics.REQUESTS_REFUSED.labelValues("malformed"))),
                Arguments.of(
                        new RefusalEvent.BindingRefused("k", "192.0.2.1", "t", "WRONG_MAC"),
                        List.of(Metrics.EXTERNAL_ACCOUNT_BINDINGS.labelValues("wrong-mac"))),
                Arguments.of(
                        new RefusalEvent.CredentialRefused("GET x", "192.0.2.1", null, null, null),
                        List.of(Metrics.ADMIN_REFUSALS.labelValues("credential"))),
                Arguments.of(
                        new RefusalEvent.AdministrationRefused(ADMINISTRATOR, "GET teams", "team", null),
                        List.of(Metrics.ADMIN_REFUSALS.labelValues("team"))),
                Arguments.of(
                        new RefusalEvent.AdministrationRefused(
                                ADMINISTRATOR,
                                "POST manual-requests",
                                "rejectedIdentifier",
                                decidedBy("authority", "provisioner")),
                        List.of(
                                Metrics.ADMIN_REFUSALS.labelValues("rejectedIdentifier"),
                                Metrics.POLICY_REFUSALS.labelValues("authority"),
                                Metrics.POLICY_REFUSALS.labelValues("provisioner"))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsCountedAtOnce(AuditEvent event, List<CounterDataPoint> counters) {
        List<Double> before = values(counters);
        counts.count(event);
        assertThat(waiting).isEmpty();
        assertThat(values(counters))
                .isEqualTo(before.stream().map(value -> value + 1).toList());
    }

    private static RefusalEvent request(String problem, String... levels) {
        return new RefusalEvent.RequestRefused(
                "POST /x",
                "192.0.2.1",
                null,
                false,
                problem,
                "No.",
                null,
                levels.length == 0 ? null : decidedBy(levels));
    }

    /** Two names that the same levels refuse, and one level that permits. */
    private static JsonObject decidedBy(String... levels) {
        StringBuilder judged = new StringBuilder("{\"level\":\"account\",\"permitted\":true,\"rule\":\"r\"}");
        for (String level : levels) {
            judged.append(",{\"level\":\"%s\",\"permitted\":false,\"rule\":\"r\"}".formatted(level));
        }
        return Json.createReader(new StringReader(
                        "{\"refused\":2,\"names\":[{\"levels\":[%1$s]},{\"levels\":[%1$s]}]}".formatted(judged)))
                .readObject();
    }

    private static List<Double> values(List<CounterDataPoint> counters) {
        return counters.stream().map(CounterDataPoint::get).toList();
    }

    private TransactionSynchronizationRegistry registry() {
        return (TransactionSynchronizationRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (self, method, arguments) -> {
                    waiting.add((Synchronization) arguments[0]);
                    return null;
                });
    }
}
