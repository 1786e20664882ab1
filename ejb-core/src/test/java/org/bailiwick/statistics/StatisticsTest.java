package org.bailiwick.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bailiwick.account.Account;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a team sees on the dashboard, and what it does not. */
class StatisticsTest {

    private static final Instant NOW = Population.NOW;
    private static final Instant LONG_AGO = Instant.parse("2005-07-07T10:00:00Z");

    /** The scene's certificates are of January, for ninety days: at the end of March they are late. */
    @ParameterizedTest
    @EnumSource
    void whatShouldHaveBeenRenewedIsFoundUntilItIs(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        stored(database, account, NOW.minusSeconds(60), Optional.empty(), "late.corp", "also.corp");
        Certificate replaced = stored(database, account, NOW.minusSeconds(50), Optional.empty(), "replaced.corp");
        stored(database, account, NOW.minusSeconds(50), Optional.empty(), "again.corp", "again2.corp");
        search(database, account);
        search(database, elsewhere);
        assertThat(expiring(database, account)).hasSize(3);
        assertThat(StatisticsTest.<Long>of(
                        database, statistics -> statistics.countExpiring(Optional.of(team(account)), NOW)))
                .isEqualTo(3);

        Certificate half = stored(database, account, NOW.minusSeconds(40), Optional.empty(), "again.corp");
        Certificate instead = stored(database, account, NOW.minusSeconds(30), Optional.of(replaced), "other.corp");
        lastLonger(database, instead);
        lastLonger(database, half);
        assertThat(expiring(database, account))
                .as("what was renewed since is not shown; a name of the third is not in its successor")
                .containsExactlyInAnyOrder(List.of("also.corp", "late.corp"), List.of("again.corp", "again2.corp"));
        search(database, account);
        assertThat(expiring(database, account)).hasSize(2);
        Certificate rest = stored(database, account, NOW.minusSeconds(20), Optional.empty(), "again2.corp");
        lastLonger(database, rest);
        assertThat(expiring(database, account)).containsExactly(List.of("also.corp", "late.corp"));
        assertThat(expiring(database, elsewhere)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTeamSeesTheRefusalsOfItsAccounts(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        String of = account.id().toString();
        record(
                database,
                new RequestRefused("POST /x", "192.0.2.1", of, true, "rejectedIdentifier", "No.", null, null),
                LONG_AGO);
        record(
                database,
                new AuthorizationEvent.Failed(of, "o", "a", "host.corp", "http-01", 3, "connection", "Nobody there."),
                LONG_AGO.plusSeconds(1));
        record(
                database,
                new RequestRefused("POST /y", "192.0.2.1", of, false, "unauthorized", "Forged.", null, null),
                LONG_AGO.plusSeconds(2));
        Instant now = LONG_AGO.plusSeconds(3);
        assertThat(refusals(database, Optional.of(team(account)), now))
                .extracting(Refusal::detail)
                .containsSequence("Nobody there.", "No.")
                .doesNotContain("Forged.");
        assertThat(refusals(database, Optional.of(team(elsewhere)), now)).isEmpty();
    }

    /** Nor does who is refused all the time, and needs no account for that, keep a team from seeing its own. */
    @ParameterizedTest
    @EnumSource
    void aTeamSeesItsRefusalsBehindThoseOfOthers(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        record(database, refused(account, "Ours."), LONG_AGO);
        // all at one moment, so that their ids are their order
        AuditEvent other = refused(elsewhere, "Others'.");
        record(database, Collections.nCopies(1_100, other), LONG_AGO.plusSeconds(5));
        Instant now = LONG_AGO.plusSeconds(6);
        assertThat(refusals(database, Optional.of(team(account)), now))
                .extracting(Refusal::detail)
                .containsExactly("Ours.");
        assertThat(refusals(database, Optional.of(team(elsewhere)), now)).hasSize(10);
        assertThat(refusals(database, Optional.empty(), now)).hasSize(10);
    }

    private static AuditEvent refused(Account account, String detail) {
        return new RequestRefused(
                "POST /x", "192.0.2.1", account.id().toString(), true, "rejectedIdentifier", detail, null, null);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyIsUnboundUntilItIsUsedAndAsLongAsItCouldBe(TestDatabase database) {
        Provisioner provisioner =
                database.inTransaction(entityManager -> KeyScene.provisioner(entityManager, "new-account-required"));
        IssuedKey unused = key(database, provisioner, "unused");
        IssuedKey used = key(database, provisioner, "used");
        IssuedKey revoked = key(database, provisioner, "revoked");
        database.transact(entityManager -> KeyScene.use(entityManager, used));
        database.transact(entityManager -> KeyScene.read(entityManager, revoked).revoke(NOW));
        Optional<UUID> team = Optional.of(provisioner.authority().team());
        List<UnboundKey> unbound = of(database, statistics -> statistics.unboundKeys(team, NOW, 10));
        assertThat(unbound).singleElement().satisfies(row -> {
            assertThat(row.id()).isEqualTo(unused.key().id().toString());
            assertThat(row.reference()).isEqualTo("unused");
        });
        List<UnboundKey> others =
                of(database, statistics -> statistics.unboundKeys(Optional.of(UUID.randomUUID()), NOW, 10));
        assertThat(others).isEmpty();
    }

    private static IssuedKey key(TestDatabase database, Provisioner provisioner, String reference) {
        return database.inTransaction(
                entityManager -> KeyScene.key(entityManager, provisioner, KeyScene.terms(reference)));
    }

    private static Certificate stored(
            TestDatabase database, Account account, Instant at, Optional<Certificate> replaces, String... names) {
        return database.inTransaction(entityManager -> CertificateScene.stored(
                entityManager,
                account,
                CertificateScene.issued(Population.key(), names),
                replaces.map(Certificate::id),
                at));
    }

    private static void lastLonger(TestDatabase database, Certificate certificate) {
        database.transact(entityManager -> entityManager
                .createQuery("update Certificate c set c.notAfter = :later where c.id = :id")
                .setParameter("later", certificate.notAfter().plus(Duration.ofDays(60)))
                .setParameter("id", certificate.id().value())
                .executeUpdate());
    }

    private static void search(TestDatabase database, Account account) {
        database.transact(entityManager -> Injected.into(new OverdueSearch(), entityManager)
                .search(account.provisioner().authority().id(), NOW));
    }

    private static List<List<String>> expiring(TestDatabase database, Account account) {
        return of(database, statistics -> statistics.expiring(Optional.of(team(account)), NOW, 10)).stream()
                .map(row -> row.names().stream().sorted().toList())
                .toList();
    }

    private static List<Refusal> refusals(TestDatabase database, Optional<UUID> team, Instant now) {
        return of(database, statistics -> statistics.refusals(team, now, 10));
    }

    private static void record(TestDatabase database, AuditEvent event, Instant at) {
        record(database, List.of(event), at);
    }

    private static void record(TestDatabase database, List<AuditEvent> events, Instant at) {
        database.transact(entityManager -> {
            AuditLog log = Injected.into(new AuditLog(), entityManager, Clock.fixed(at, ZoneOffset.UTC));
            events.forEach(log::record);
        });
    }

    private static UUID team(Account account) {
        return account.provisioner().authority().team();
    }

    private static <T> T of(TestDatabase database, Function<Statistics, T> question) {
        return database.inTransaction(entityManager -> question.apply(HourlySummaryTest.statistics(entityManager)));
    }
}
