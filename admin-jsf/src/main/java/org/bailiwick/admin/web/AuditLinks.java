package org.bailiwick.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Where the audit log says what it knows of something. Of itself it looks thirty days back; what is older says since when. */
@Named
@ApplicationScoped
public class AuditLinks {

    /** What belongs to it may have been told a little earlier, and by a node whose clock is behind. */
    private static final Duration BEFORE = Duration.ofDays(1);

    /**
     * The address, within the portal.
     *
     * @param id what events call it
     * @param from when it was made
     */
    public String mentioning(String id, Instant from) {
        Instant since = from.minus(BEFORE).truncatedTo(ChronoUnit.MINUTES);
        return PageAddress.of("/audit")
                .with("mentions", id)
                .with("since", LocalDateTime.ofInstant(since, ZoneOffset.UTC).toString())
                .toString();
    }
}
