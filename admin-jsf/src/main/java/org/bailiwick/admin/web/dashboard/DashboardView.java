package org.bailiwick.admin.web.dashboard;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Locale;
import org.bailiwick.health.Health;
import org.bailiwick.health.Readiness;
import org.bailiwick.monitoring.AuthoritySummary;
import org.bailiwick.monitoring.DashboardAdministration;

/** How it stands, at a glance. */
@Named
@RequestScoped
public class DashboardView {

    @Inject
    DashboardAdministration dashboard;

    private List<AuthoritySummary> authorities = List.of();
    private List<Check> checks = List.of();

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

    public void load() {
        authorities = dashboard.authorities();
        checks = dashboard.health().stream().map(Check::of).toList();
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
