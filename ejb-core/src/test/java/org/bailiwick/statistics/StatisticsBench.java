package org.bailiwick.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bailiwick.account.Account;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;

/**
 * What the dashboard and its jobs take with a million certificates of ninety days on PostgreSQL. Each name is renewed after
 * sixty days, but for one in a thousand. Prints a table; no test.
 */
final class StatisticsBench {

    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL;
    private static final int CERTIFICATES = 1_000_000;
    private static final Instant NOW = Population.NOW;

    private StatisticsBench() {}

    public static void main(String... arguments) {
        Account account = DATABASE.inTransaction(Population::account);
        UUID authority = account.provisioner().authority().id();
        Optional<UUID> team = Optional.of(account.provisioner().authority().team());
        fill(authority, account);
        print("count one hour", () -> count(NOW.minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.HOURS)));
        print("count ninety days", StatisticsBench::countAll);
        print(
                "find overdue certificates",
                () -> DATABASE.transact(entityManager ->
                        Injected.into(new OverdueSearch(), entityManager).search(authority, NOW)));
        for (Range range : Range.values()) {
            print("series " + range.word(), () -> ask(statistics -> statistics.series(team, range, NOW)));
        }
        print("expiring", () -> ask(statistics -> statistics.expiring(team, NOW, 8)));
        print("refusals", () -> ask(statistics -> statistics.refusals(team, NOW, 8)));
        print("unbound keys", () -> ask(statistics -> statistics.unboundKeys(team, NOW, 8)));
        Series series = DATABASE.inTransaction(
                entityManager -> HourlySummaryTest.statistics(entityManager).series(team, Range.QUARTER, NOW));
        System.out.println("issued " + series.issued() + ", renewed " + series.renewed());
    }

    private static void fill(UUID authority, Account account) {
        DATABASE.transact(entityManager -> {
            Issuer issuer = Population.issuer(
                    entityManager,
                    authority,
                    TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem());
            entityManager
                    .createNativeQuery(
                            """
                            insert into certificate (id, version, authority_id, issuer_id, account_id, serial, der,
                                issued_at, not_before, not_after)
                            select cast(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
                                    || lpad(to_hex(i), 20, '0') as uuid),
                                0, :authority, :issuer, :account,
                                lpad(to_hex(i), 40, '0'), :der,
                                at, at, at + interval '90 days'
                            from (select i, cast(:begin as timestamp with time zone) + i * interval '7776 milliseconds' as at
                                  from generate_series(1, :count) i) made""")
                    .setParameter("authority", authority)
                    .setParameter("issuer", issuer.id())
                    .setParameter("account", account.id().value())
                    .setParameter("begin", NOW.minus(Duration.ofDays(90)))
                    .setParameter("count", CERTIFICATES)
                    // the same for all, as nobody compares it with the rest
                    .setParameter(
                            "der",
                            CertificateScene.issued(Population.key(), "host.corp")
                                    .der())
                    .executeUpdate();
            entityManager
                    .createNativeQuery(
                            """
                            insert into certificate_name (certificate_id, name)
                            select id, case when n % 1000 = 0 then 'once-' || n || '.corp'
                                else 'host-' || (n % 666667) || '.corp' end
                            from (select id, row_number() over (order by id) as n from certificate
                                  where authority_id = :authority) made""")
                    .setParameter("authority", authority)
                    .executeUpdate();
            entityManager.createNativeQuery("analyze").executeUpdate();
        });
    }

    private static void countAll() {
        Optional<Instant> hour = Optional.of(NOW.minus(Duration.ofDays(90)).truncatedTo(ChronoUnit.HOURS));
        while (hour.isPresent()) {
            hour = count(hour.get());
        }
    }

    private static Optional<Instant> count(Instant hour) {
        return DATABASE.inTransaction(entityManager -> Injected.into(
                        new HourlySummary(),
                        entityManager,
                        Injected.into(new HourFacts(), entityManager, Injected.into(new AuditTrail(), entityManager)))
                .count(hour, NOW));
    }

    private static void ask(Function<Statistics, Object> question) {
        DATABASE.inTransaction(entityManager -> question.apply(HourlySummaryTest.statistics(entityManager)));
    }

    /** The second time: the first one reads from the disk. */
    private static void print(String what, Runnable work) {
        work.run();
        long began = System.nanoTime();
        work.run();
        System.out.println(what + "; " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) + " ms");
    }
}
