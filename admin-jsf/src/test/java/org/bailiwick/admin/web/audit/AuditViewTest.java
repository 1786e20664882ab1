package org.bailiwick.admin.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.proof.AuditAdministration;
import org.junit.jupiter.api.Test;

/** How far back the audit log is looked through for whoever only followed a link. */
class AuditViewTest {

    private static final Instant NOW = Instant.parse("2027-06-15T12:34:56Z");

    private final Asked log = new Asked();
    private final AuditView view = new AuditView();

    @Test
    void withoutABeginItIsThirtyDays() {
        load();
        assertThat(log.sought()).isEqualTo(Instant.parse("2027-05-16T12:34:00Z"));
        assertThat(view.getOlder()).isEqualTo("2027-05-16T12:34");
    }

    @Test
    void andFromThereThirtyMore() {
        view.setUntil("2027-05-16T12:34");
        load();
        assertThat(log.sought()).isEqualTo(Instant.parse("2027-04-16T12:34:00Z"));
        assertThat(view.getOlder()).isEqualTo("2027-04-16T12:34");
    }

    @Test
    void whoNamesABeginGetsAllSinceThen() {
        view.setSince("2020-01-01T00:00");
        load();
        assertThat(log.sought()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(view.getOlder()).isEmpty();
    }

    @Test
    void nobodyIsSentToWhereNothingIs() {
        log.oldest = Instant.parse("2027-06-01T00:00:00Z");
        load();
        assertThat(view.getOlder()).isEmpty();
    }

    /** The rest of these days comes first. */
    @Test
    void aFullPageGoesOn() {
        log.events = 41;
        load();
        assertThat(view.getNext()).isEqualTo("40");
        assertThat(view.getOlder()).isEmpty();
    }

    /** As the container would. */
    @SuppressWarnings("UnnecessaryAssignment")
    private void load() {
        view.audit = log;
        view.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        view.load();
    }

    /** A log that tells what it was asked. */
    private static final class Asked extends AuditAdministration {

        private final List<AuditTrail.Search> searches = new ArrayList<>();
        private Instant oldest = Instant.parse("2025-01-01T00:00:00Z");
        private int events;

        Instant sought() {
            return searches.get(0).since();
        }

        @Override
        public List<AuditTrail.Entry> find(AuditTrail.Search search, Optional<Long> before, int limit) {
            searches.add(search);
            return LongStream.rangeClosed(1, events)
                    .mapToObj(position -> new AuditTrail.Entry(position, NOW, "team-created", "{}"))
                    .toList();
        }

        @Override
        public Optional<String> nameOf(UUID administrator) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> oldest() {
            return Optional.of(oldest);
        }
    }
}
