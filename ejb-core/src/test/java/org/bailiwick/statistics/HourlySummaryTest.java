package org.bailiwick.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.audit.RefusalEvent.MoreRefused;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Origin;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All of it long ago, at an hour of each test's own: the other tests' rows are younger. */
class HourlySummaryTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource
    void anHourIsCountedByAuthorityHoweverOftenItIsDone(TestDatabase database) {
        Instant hour = Instant.parse("2003-05-05T10:00:00Z");
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        Certificate first = stored(database, account, "host.corp", Optional.empty(), hour);
        stored(database, account, "host.corp", Optional.empty(), hour.plusSeconds(600));
        stored(database, account, "renamed.corp", Optional.of(first), hour.plusSeconds(900));
        // another account's, and the server's own
        stored(database, elsewhere, "host.corp", Optional.empty(), hour.plusSeconds(3_599));
        stored(database, elsewhere, "later.corp", Optional.empty(), hour.plus(HOUR));
        abandoned(database, account, first.issuer(), hour.plusSeconds(30));
        String of = account.id().toString();
        record(database, failed(of, "order-1", "connection"), hour);
        record(database, failed(of, "order-1", "dns"), hour.plusSeconds(1));
        record(database, failed(of, "order-2", "dns"), hour.plusSeconds(2));
        record(database, refused(of, true), hour.plusSeconds(3));
        record(database, refused(of, false), hour.plusSeconds(4));
        record(database, new MoreRefused(of, 5, hour, hour), hour.plusSeconds(5));
        record(database, new MoreRefused("192.0.2.0/24", 7, hour, hour), hour.plusSeconds(6));

        Instant now = hour.plusSeconds(3_000);
        for (int times = 0; times < 2; times++) {
            assertThat(count(database, hour, now)).isEmpty();
            Series series = series(database, account, now);
            assertThat(series.parts()).hasSize(24).last().isEqualTo(new Series.Part(hour, 1, 2, 6, 3));
            assertThat(series.until()).isEqualTo(hour.plus(HOUR));
            assertThat(series.reasons())
                    .containsExactlyInAnyOrder(
                            new Series.Reason(Outcome.REFUSED, HourFacts.UNTOLD, 5),
                            new Series.Reason(Outcome.REFUSED, "rejectedIdentifier", 1),
                            new Series.Reason(Outcome.FAILED, "connection", 1),
                            new Series.Reason(Outcome.FAILED, "dns", 1),
                            new Series.Reason(Outcome.FAILED, HourFacts.ISSUANCE, 1));
            assertThat(series(database, elsewhere, now).parts()).last().isEqualTo(new Series.Part(hour, 1, 0, 0, 0));
            Series all = database.inTransaction(
                    entityManager -> statistics(entityManager).series(Optional.empty(), Range.DAY, now));
            assertThat(all.refused()).as("those of nobody's account, too").isEqualTo(14);
        }
    }

    /** What comes late is counted when the hour is counted again; once it is settled it is not. */
    @ParameterizedTest
    @EnumSource
    void anHourIsCountedAgainUntilNothingCanBeAddedToIt(TestDatabase database) {
        Instant hour = Instant.parse("2004-06-06T10:00:00Z");
        Account account = database.inTransaction(Population::account);
        stored(database, account, "one.corp", Optional.empty(), hour);
        Instant soon = hour.plus(Duration.ofMinutes(90));
        assertThat(count(database, hour, soon)).contains(hour.plus(HOUR));
        stored(database, account, "late.corp", Optional.empty(), hour.plusSeconds(1));
        assertThat(first(database, soon))
                .hasValueSatisfying(again -> assertThat(again).isBeforeOrEqualTo(hour));
        Instant later = hour.plus(Duration.ofHours(4));
        count(database, hour, later);
        assertThat(series(database, account, later).issued()).isEqualTo(2);
        assertThat(first(database, later)).contains(hour.plus(HOUR));
        // by a clock that was a year ahead; the next one begins where something may still come
        count(database, hour.plus(Duration.ofDays(365)), later.plus(Duration.ofDays(366)));
        assertThat(first(database, later))
                .hasValueSatisfying(again -> assertThat(again).isBefore(later));
        database.transact(entityManager ->
                entityManager.find(SummaryProgress.class, SummaryProgress.ONLY).settle(Instant.EPOCH));
    }

    /** Each range has whole parts, and the last one goes on now. */
    @ParameterizedTest
    @EnumSource
    void aRangeEndsWithTheHourThatGoesOn(Range range) {
        Instant now = Instant.parse("2027-03-28T01:30:00Z");
        assertThat(range.until(now)).isEqualTo("2027-03-28T02:00:00Z");
        assertThat(range.from(now).plus(range.step().multipliedBy(range.parts())))
                .isEqualTo(range.until(now));
        assertThat(Range.named(range.word())).contains(range);
    }

    private static Certificate stored(
            TestDatabase database, Account account, String name, Optional<Certificate> replaces, Instant at) {
        return database.inTransaction(entityManager -> CertificateScene.stored(
                entityManager,
                account,
                CertificateScene.issued(Population.key(), name),
                replaces.map(Certificate::id),
                at));
    }

    /** A serial of which nobody knows whether it was signed. */
    private static void abandoned(TestDatabase database, Account account, UUID issuer, Instant at) {
        Origin origin = new Origin(
                account.provisioner().authority().id(),
                issuer,
                Optional.of(account.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        String serial = "abcdef" + at.getEpochSecond();
        database.transact(
                entityManager -> entityManager.persist(Certificate.unknown(origin, serial, at, at.plus(HOUR), at)));
    }

    private static AuditEvent failed(String account, String order, String problem) {
        return new AuthorizationEvent.Failed(account, order, "a", "host.corp", "http-01", 1, problem, "No.");
    }

    private static AuditEvent refused(String account, boolean verified) {
        return new RequestRefused(
                "POST /acme/new-order", "192.0.2.1", account, verified, "rejectedIdentifier", "No.", null, null);
    }

    private static void record(TestDatabase database, AuditEvent event, Instant at) {
        database.transact(entityManager -> Injected.into(new AuditLog(), entityManager, Clock.fixed(at, ZoneOffset.UTC))
                .record(event));
    }

    private static Optional<Instant> count(TestDatabase database, Instant hour, Instant now) {
        return database.inTransaction(entityManager -> summary(entityManager).count(hour, now));
    }

    private static Optional<Instant> first(TestDatabase database, Instant now) {
        return database.inTransaction(entityManager -> summary(entityManager).first(now));
    }

    private static Series series(TestDatabase database, Account account, Instant now) {
        Optional<UUID> team = Optional.of(account.provisioner().authority().team());
        return database.inTransaction(entityManager -> statistics(entityManager).series(team, Range.DAY, now));
    }

    private static HourlySummary summary(EntityManager entityManager) {
        return Injected.into(
                new HourlySummary(),
                entityManager,
                Injected.into(new HourFacts(), entityManager, Injected.into(new AuditTrail(), entityManager)));
    }

    static Statistics statistics(EntityManager entityManager) {
        return Injected.into(new Statistics(), entityManager, Injected.into(new AuditTrail(), entityManager));
    }
}
