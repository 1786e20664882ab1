package org.bailiwick.admin.web.dashboard;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.Set;
import org.bailiwick.admin.web.PageAddress;
import org.bailiwick.health.Health;
import org.bailiwick.health.Readiness;
import org.bailiwick.monitoring.AuthoritySummary;
import org.bailiwick.monitoring.DashboardAdministration;
import org.bailiwick.monitoring.NodeAdministration;
import org.bailiwick.monitoring.NodeSummary;
import org.bailiwick.order.OrderSearch;
import org.bailiwick.statistics.ExpiringCertificate;
import org.bailiwick.statistics.Outcome;
import org.bailiwick.statistics.Range;
import org.bailiwick.statistics.Refusal;
import org.bailiwick.statistics.Series;
import org.bailiwick.statistics.UnboundKey;
import org.jspecify.annotations.Nullable;

/** How it stands, at a glance. */
@Named
@RequestScoped
public class DashboardView {

    private static final int ROWS = 8;

    /** The ranges that the list of orders has, too; of longer ones it shows all. */
    private static final Set<String> ORDERS_SINCE = Set.of(Range.DAY.word(), Range.WEEK.word());

    /** The reason of refusals that are counted and not told one by one. */
    private static final String UNTOLD = "untold";

    @Inject
    DashboardAdministration dashboard;

    @Inject
    NodeAdministration cluster;

    @Inject
    Clock clock;

    private String range = Range.DAY.word();
    private List<AuthoritySummary> authorities = List.of();
    private List<Check> checks = List.of();
    private List<Node> nodes = List.of();
    private List<Reason> reasons = List.of();
    private List<ExpiringCertificate> expiring = List.of();
    private List<Refusal> refusals = List.of();
    private List<UnboundKey> unboundKeys = List.of();
    private @Nullable Series series;
    private @Nullable Chart chart;
    private boolean seesCertificates;
    private boolean seesAudit;
    private long late;
    private Instant asOf = Instant.EPOCH;

    /**
     * A health check.
     *
     * @param name what it looks at, in words
     * @param tone of its badge
     * @param state its word
     */
    public record Check(String name, String tone, String state, String sentence) {

        static Check of(Readiness.Finding finding) {
            Health health = finding.health();
            return new Check(
                    text("check." + finding.name()).orElse(finding.name()),
                    switch (health.state()) {
                        case UP -> "good";
                        case WARNING -> "warning";
                        case DOWN -> "bad";
                    },
                    health.state().name().toLowerCase(Locale.ROOT),
                    health.sentence());
        }
    }

    /**
     * A node.
     *
     * @param here whether it is the one that answers
     * @param late whether somebody should look
     * @param ago how long ago it was heard of, in words
     */
    public record Node(String name, boolean here, boolean late, Instant heardAt, String ago) {

        static Node of(NodeSummary node) {
            return new Node(node.name(), node.here(), node.late(), node.heardAt(), ago(node.silent()));
        }

        private static String ago(Duration silent) {
            if (silent.toDays() > 0) {
                return ago("ago.days", silent.toDays());
            }
            if (silent.toHours() > 0) {
                return ago("ago.hours", silent.toHours());
            }
            return silent.toMinutes() > 0 ? ago("ago.minutes", silent.toMinutes()) : ago("ago.seconds", 0);
        }

        private static String ago(String key, long number) {
            return new MessageFormat(text(key).orElseThrow(), Locale.ENGLISH).format(new Object[] {number});
        }
    }

    private static Optional<String> text(String key) {
        ResourceBundle texts = ResourceBundle.getBundle(
                DashboardView.class.getPackageName() + ".texts", Locale.ENGLISH, DashboardView.class.getClassLoader());
        return texts.containsKey(key) ? Optional.of(texts.getString(key)) : Optional.empty();
    }

    /**
     * Why something was refused or failed.
     *
     * @param outcome its word
     * @param problem RFC 8555's word
     * @param words what that means; empty if there are none
     * @param path of the list of what it happened to, within the portal; empty if there is none for who looks
     */
    public record Reason(String outcome, String problem, String words, long number, String path) {}

    private Reason reason(Series.Reason reason) {
        String path = reason.outcome() == Outcome.FAILED
                ? getFailedOrders()
                : getRefusedRequests().isEmpty() || reason.reason().equals(UNTOLD)
                        ? ""
                        : getRefusedRequests() + "&mentions=" + reason.reason();
        return new Reason(
                reason.outcome().word(),
                reason.reason(),
                text("reason." + reason.reason()).orElse(""),
                reason.number(),
                path);
    }

    /** Where orders that failed in the time that is shown are; empty if that is not for who looks. */
    public String getFailedOrders() {
        return seesCertificates
                ? PageAddress.of("/orders")
                        .with("status", OrderSearch.State.FAILED.word())
                        .with("since", ORDERS_SINCE.contains(getShown()) ? getShown() : "")
                        .toString()
                : "";
    }

    /** Where the audit log has what was refused in the time that is shown; empty if that is not for who looks. */
    public String getRefusedRequests() {
        Series shown = series;
        return seesAudit && shown != null
                ? PageAddress.of("/audit")
                        .with("kind", "request-refused")
                        .with("since", shown.from().toString())
                        .toString()
                : "";
    }

    public void load() {
        asOf = clock.instant();
        seesCertificates = dashboard.seesCertificates();
        seesAudit = dashboard.seesAudit();
        authorities = dashboard.authorities();
        nodes = cluster.list().stream().map(Node::of).toList();
        late = dashboard.late();
        checks = dashboard.health().stream().map(Check::of).toList();
        Series found = dashboard.series(Range.named(range).orElse(Range.DAY));
        series = found;
        chart = Chart.of(found);
        reasons = found.reasons().stream().map(this::reason).toList();
        expiring = dashboard.expiring(ROWS);
        refusals = dashboard.refusals(ROWS);
        unboundKeys = dashboard.unboundKeys(ROWS);
    }

    /** The ranges that there are, by their words. */
    public List<String> getRanges() {
        return Arrays.stream(Range.values()).map(Range::word).toList();
    }

    /** The one that is shown. */
    public String getShown() {
        return Range.named(range).orElse(Range.DAY).word();
    }

    public String getRange() {
        return range;
    }

    public void setRange(String range) {
        this.range = range;
    }

    public @Nullable Series getSeries() {
        return series;
    }

    public @Nullable Chart getChart() {
        return chart;
    }

    public List<Reason> getReasons() {
        return reasons;
    }

    public List<ExpiringCertificate> getExpiring() {
        return expiring;
    }

    public List<Refusal> getRefusals() {
        return refusals;
    }

    public List<UnboundKey> getUnboundKeys() {
        return unboundKeys;
    }

    /** Whether accounts and certificates are for who looks. */
    public boolean isSeesCertificates() {
        return seesCertificates;
    }

    /** Whether the audit log is for who looks. */
    public boolean isSeesAudit() {
        return seesAudit;
    }

    public List<AuthoritySummary> getAuthorities() {
        return authorities;
    }

    /** A few of them: first those that somebody should look at. */
    public List<AuthoritySummary> getFirstAuthorities() {
        return authorities.stream()
                .sorted(Comparator.comparing(AuthoritySummary::well))
                .limit(ROWS)
                .toList();
    }

    /** When all of this was so. */
    public Instant getAsOf() {
        return asOf;
    }

    /** How many certificates should have been renewed by now. */
    public long getLate() {
        return late;
    }

    /** The nodes that were heard of lately. */
    public List<Node> getNodes() {
        return nodes;
    }

    /** Whether nobody asked for anything in the time that is shown. */
    public boolean isQuiet() {
        Series shown = series;
        return shown == null || shown.parts().stream().allMatch(part -> part.all() == 0);
    }

    public List<Check> getChecks() {
        return checks;
    }

    /** How many of the authorities can issue. */
    public long getActive() {
        return authorities.stream().filter(AuthoritySummary::active).count();
    }

    /** How many issuers end soon. */
    public long getEndingSoon() {
        return authorities.stream()
                .flatMap(authority -> authority.issuers().stream())
                .filter(AuthoritySummary.IssuerSummary::endsSoon)
                .count();
    }

    /** How many checks, and nodes, are not well. */
    public long getUnwell() {
        return checks.stream().filter(check -> !check.tone().equals("good")).count()
                + nodes.stream().filter(Node::late).count();
    }
}
