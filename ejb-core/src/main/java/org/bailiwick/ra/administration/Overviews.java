package org.bailiwick.ra.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.config.Settings;
import org.bailiwick.ra.RegistrationAuthority;

/** Registration authorities as they are shown, with their own certificates. */
@ApplicationScoped
class Overviews {

    @Inject
    Certificates certificates;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    Instant now() {
        return clock.instant();
    }

    RegistrationAuthorityOverview of(RegistrationAuthority found) {
        return RegistrationAuthorityOverview.of(
                found,
                found.certificate().flatMap(certificates::withId).orElse(null),
                settings.url().toString(),
                now());
    }
}
