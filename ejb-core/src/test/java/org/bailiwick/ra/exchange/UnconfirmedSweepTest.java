package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.revocation.RevocationService;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;

/** The end of what nobody confirms. */
class UnconfirmedSweepTest {

    @Test
    void whatHindersOneHindersNoOther() {
        Records records = new Records(List.of(UUID.randomUUID(), UUID.randomUUID()));
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        Injected.into(new UnconfirmedSweep(), records, new RevocationService(), clock)
                .run();
        assertThat(records.ended).containsExactly(records.waiting.get(1));
    }

    /** Those that wait, of which the first cannot be changed. */
    private static final class Records extends ExchangeRecords {

        private final List<UUID> waiting;
        private final List<UUID> ended = new ArrayList<>();

        Records(List<UUID> waiting) {
            this.waiting = waiting;
        }

        @Override
        public List<RequestOutcome> unconfirmed(Instant since, int most) {
            return waiting.stream()
                    .map(id -> new RequestOutcome(
                            id, UUID.randomUUID(), Kind.RELAYED, Optional.empty(), Optional.empty(), true))
                    .toList();
        }

        @Override
        public void endConfirmation(UUID id) {
            if (id.equals(waiting.get(0))) {
                throw new EJBException("somebody else holds the row");
            }
            ended.add(id);
        }
    }
}
