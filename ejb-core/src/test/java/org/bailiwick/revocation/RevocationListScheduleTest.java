package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.IssuedRevocationList;
import org.bailiwick.ca.RevocationListIssuer;
import org.bailiwick.ca.RevokedSerials;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationListScheduleTest {

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final RevocationListIssuer LISTS = AUTHORITY.lists();
    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00.123456Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration BACKDATE = RevocationListSchedule.BACKDATE;
    private static final Issuer ISSUER =
            new Issuer(new UUID(1, 2), "issuing", AUTHORITY.chain().pem(), NOW);
    private static final RevocationListSchedule SCHEDULE = new RevocationListSchedule(DAY, Duration.ofDays(6));

    @Test
    void theFirstListsAllThatWasEverRevoked() {
        Edition first = SCHEDULE.next(ISSUER, Optional.empty(), List.of(), NOW);
        assertThat(first.number()).isEqualTo(NOW.getEpochSecond());
        assertThat(first.thisUpdate()).isEqualTo("2027-03-28T01:20:00Z");
        assertThat(first.nextUpdate()).isEqualTo("2027-04-04T01:30:00Z");
        assertThat(first.scheduledAt()).isEqualTo(NOW);
        assertThat(first.endedBefore()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void oneThatComesForARevocationLeavesTheScheduleAsItIs() {
        RevocationList first = published(SCHEDULE.next(ISSUER, Optional.empty(), List.of(), NOW), 0);
        Instant later = NOW.plus(Duration.ofHours(23));
        Edition second = SCHEDULE.next(ISSUER, Optional.of(first), List.of(new UUID(7, 7)), later);
        assertThat(second.scheduledAt()).isEqualTo(NOW);
        assertThat(second.unlisted()).containsExactly(new UUID(7, 7));
        Edition third = SCHEDULE.next(ISSUER, Optional.of(published(second, 1)), List.of(), NOW.plus(DAY));
        assertThat(third.scheduledAt())
                .as("a day after the first it is scheduled again")
                .isEqualTo(NOW.plus(DAY));
    }

    /** RFC 5280 §3.3: not removed "until it appears on one regularly scheduled CRL issued beyond the … validity period". */
    @Test
    void whatHasEndedIsOnAScheduledListOnceMore() {
        RevocationList first = published(SCHEDULE.next(ISSUER, Optional.empty(), List.of(), NOW), 0);
        Instant end = NOW.plus(Duration.ofHours(1));
        Edition between = SCHEDULE.next(ISSUER, Optional.of(first), List.of(), NOW.plus(Duration.ofHours(2)));
        assertThat(end).as("listed, as no scheduled list came after its end").isAfterOrEqualTo(between.endedBefore());
        RevocationList onDemand = published(between, 1);
        Edition scheduled = SCHEDULE.next(ISSUER, Optional.of(onDemand), List.of(), NOW.plus(DAY));
        assertThat(end).as("listed by the scheduled one").isAfterOrEqualTo(scheduled.endedBefore());
        Edition after = SCHEDULE.next(
                ISSUER,
                Optional.of(published(scheduled, 1)),
                List.of(),
                NOW.plus(DAY).plusSeconds(60));
        assertThat(end).as("and left out of the next").isBefore(after.endedBefore());
        assertThat(after.endedBefore())
                .as("what the last scheduled one called its moment")
                .isEqualTo(NOW.plus(DAY).minus(BACKDATE));
    }

    /** A node whose clock is a day ahead must not keep the others from their lists for a day. */
    @Test
    void aListOfTheFutureIsNotWaitedFor() {
        RevocationList future = published(SCHEDULE.next(ISSUER, Optional.empty(), List.of(), NOW.plus(DAY)), 1_000_000);
        Edition next = SCHEDULE.next(ISSUER, Optional.of(future), List.of(), NOW);
        assertThat(next.scheduledAt()).isEqualTo(NOW);
        assertThat(next.endedBefore()).as("what is still valid stays").isEqualTo(NOW.minus(BACKDATE));
        assertThat(SCHEDULE.rests(future, NOW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0,       PT0S,    false",
        "100,     PT0.009S, true",
        "100,     PT0.011S, false",
        "10000,   PT0.9S,  true",
        "10000,   PT1.1S,  false",
        "1000000, PT99S,   true",
        "1000000, PT101S,  false",
    })
    void aLongListRestsBeforeTheNextOne(int entries, Duration after, boolean rests) {
        RevocationList list = published(SCHEDULE.next(ISSUER, Optional.empty(), List.of(), NOW), entries);
        assertThat(SCHEDULE.rests(list, NOW.plus(after))).isEqualTo(rests);
    }

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "6, PT2M40S", "7, PT5M", "8, PT5M", "100, PT5M", "2147483647, PT5M"})
    void aFailureIsTriedAgainLaterEachTime(int failures, Duration wait) {
        assertThat(RevocationListJob.retryAfter(failures)).isEqualTo(wait);
    }

    private static RevocationList published(Edition edition, int entries) {
        IssuedRevocationList issued = LISTS.issue(
                LISTS.prepare(edition.number(), edition.thisUpdate(), edition.nextUpdate(), new RevokedSerials()));
        return new RevocationList(edition, issued, entries);
    }
}
