package org.bailiwick.admin.web.dashboard;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.bailiwick.health.Health;
import org.bailiwick.health.Readiness;
import org.bailiwick.monitoring.AuthoritySummary;
import org.bailiwick.monitoring.DashboardAdministration;
import org.bailiwick.statistics.ExpiringCertificate;
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

    @Inject
    DashboardAdministration dashboard;

    private String range = Range.DAY.word();
    private List<AuthoritySummary> authorities = List.of();
    private List<Check> checks = List.of();
    private List<Reason> reasons = List.of();
    private List<ExpiringCertificate> expiring = List.of();
    private List<Refusal> refusals = List.of();
    private List<UnboundKey> unboundKeys = List.of();
    private @Nullable Series series;
    private @Nullable Chart chart;
    private boolean seesCertificates;
    private boolean seesAudit;

    /**
     * A health check.
     *
     * @param tone of its badge
     * @param state its word
     */
    public record Check(String name, String tone, String state, String sentence) {

        static Check of(Readiness.Finding finding) {
            Health health = finding.health();
            return new Check(
                    finding.name(),
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
     * Why something was refused or failed.
     *
     * @param outcome its word
     * @param problem RFC 8555's word
     * @param words what that means; empty if there are none
     */
    public record Reason(String outcome, String problem, String words, long number) {

        static Reason of(Series.Reason reason) {
            ResourceBundle texts = ResourceBundle.getBundle(
                    DashboardView.class.getPackageName() + ".texts",
                    Locale.ENGLISH,
                    DashboardView.class.getClassLoader());
            String key = "reason." + reason.reason();
            return new Reason(
                    reason.outcome().word(),
                    reason.reason(),
                    texts.containsKey(key) ? texts.getString(key) : "",
                    reason.number());
        }
    }

    public void load() {
        authorities = dashboard.authorities();
        checks = dashboard.health().stream().map(Check::of).toList();
        Series found = dashboard.series(Range.named(range).orElse(Range.DAY));
        series = found;
        chart = Chart.of(found);
        reasons = found.reasons().stream().map(Reason::of).toList();
        expiring = dashboard.expiring(ROWS);
        refusals = dashboard.refusals(ROWS);
        unboundKeys = dashboard.unboundKeys(ROWS);
        seesCertificates = dashboard.seesCertificates();
        seesAudit = dashboard.seesAudit();
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

    /** How many checks are not well. */
    public long getUnwell() {
        return checks.stream().filter(check -> !check.tone().equals("good")).count();
    }
}
