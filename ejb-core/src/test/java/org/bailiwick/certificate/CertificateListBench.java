package org.bailiwick.certificate;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * How long people wait for a list of certificates, and for a search in it, on PostgreSQL with 1,000,000 of them, issued over a
 * year: one in fifty, the oldest, of a small team, the others of a large one; three of four have expired, one in two hundred
 * is revoked, one in ten has two names. Prints a table and then the plans; no test. Each query runs often on one connection,
 * after which the database would take a plan that fits no value in particular, as it would for a server.
 */
final class CertificateListBench {

    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL;
    private static final int CERTIFICATES = Integer.getInteger("certificates", 1_000_000);
    private static final int SMALL = CERTIFICATES / 50;
    private static final int ROWS = 50;

    /** Not all of them. */
    private static final String QUESTIONS = System.getProperty("questions", ".*");

    private static final int WARM_UP = 3;
    private static final int RUNS = 21;

    private static final CertificateCriteria ALL = CertificateCriteria.ALL;
    private static final List<ListOrder> ORDERS = List.of(
            ListOrder.NEWEST,
            ListOrder.OLDEST,
            ListOrder.ascending(CertificateColumn.EXPIRY),
            ListOrder.descending(CertificateColumn.EXPIRY));

    private CertificateListBench() {}

    /**
     * A list that somebody asks for.
     *
     * @param team null for all
     * @param parameters of the criteria, in the order of the query
     */
    private record Question(
            String what,
            @Nullable UUID team,
            CertificateCriteria criteria,
            ListOrder order,
            Optional<CertificatePosition> after,
            List<Object> parameters) {}

    public static void main(String... arguments) {
        Account large = DATABASE.inTransaction(Population::account);
        Account small = DATABASE.inTransaction(Population::account);
        ExternalAccountKey key = DATABASE.inTransaction(
                entityManager -> KeyScene.key(entityManager, small.provisioner(), KeyScene.terms("bench"))
                        .key());
        DATABASE.transact(entityManager -> entityManager
                .createNativeQuery("update account set external_account_key_id = :key where id = :id")
                .setParameter("key", key.id().value())
                .setParameter("id", small.id().value())
                .executeUpdate());
        long filled = timed(() -> fill(large, small));
        System.out.println(CERTIFICATES + " certificates in " + filled / 1000 + " s");
        StringBuilder plans = new StringBuilder();
        System.out.println("what; rows; median ms; longest ms");
        for (Question question : questions(large, small, key)) {
            if (question.what().matches(QUESTIONS)) {
                measure(question, plans);
            }
        }
        System.out.println(plans);
    }

    private static List<Question> questions(Account large, Account small, ExternalAccountKey key) {
        UUID many = large.provisioner().team();
        UUID few = small.provisioner().team();
        Optional<CertificatePosition> middle = Optional.of(middle());
        List<Question> questions = new ArrayList<>();
        for (UUID team : Arrays.asList(null, many, few)) {
            String whose = team == null ? "all teams" : team.equals(many) ? "large team" : "small team";
            for (ListOrder order : ORDERS) {
                String by = whose + ", by " + order;
                questions.add(asked(by, team, ALL, order));
                questions.add(new Question(by + ", from the middle", team, ALL, order, middle, List.of()));
                questions.add(
                        asked(by + ", below corp.internal", team, below("corp.internal"), order, "corp.internal"));
                questions.add(asked(
                        by + ", below t7.corp.internal", team, below("t7.corp.internal"), order, "t7.corp.internal"));
                questions.add(asked(by + ", below nowhere", team, below("nowhere"), order, "nowhere"));
                questions.add(asked(
                        by + ", below corp.internal, expired",
                        team,
                        expired("corp.internal"),
                        order,
                        "corp.internal",
                        time(Population.NOW)));
                questions.add(asked(by + ", beginning host-77", team, beginning("host-77"), order, "host-77%"));
                questions.add(asked(by + ", beginning host-7", team, beginning("host-7"), order, "host-7%"));
                questions.add(asked(by + ", beginning host", team, beginning("host"), order, "host%"));
                questions.add(asked(by + ", beginning none", team, beginning("none"), order, "none%"));
                for (CertificateState state : CertificateState.values()) {
                    Object[] now =
                            state == CertificateState.REVOKED ? new Object[0] : new Object[] {time(Population.NOW)};
                    questions.add(asked(by + ", " + state.word(), team, in(state), order, now));
                }
            }
        }
        String name = "host-777777.t777.corp.internal";
        questions.add(asked("a name", null, named(name), ListOrder.NEWEST, name));
        questions.add(asked(
                "a serial", null, serial("0".repeat(34) + "0bde31"), ListOrder.NEWEST, "0".repeat(34) + "0bde31"));
        questions.add(asked(
                "an account",
                null,
                CertificateCriteria.ofAccount(small.id()),
                ListOrder.NEWEST,
                small.id().value()));
        questions.add(asked(
                "an external account key",
                null,
                ofKey(key.id()),
                ListOrder.NEWEST,
                small.id().value()));
        return questions;
    }

    private static Question asked(
            String what, @Nullable UUID team, CertificateCriteria criteria, ListOrder order, Object... parameters) {
        return new Question(what, team, criteria, order, Optional.empty(), List.of(parameters));
    }

    private static void measure(Question question, StringBuilder plans) {
        List<String> statements = new ArrayList<>();
        try (Session session = DATABASE.factory()
                .unwrap(SessionFactory.class)
                .withOptions()
                .statementInspector(sql -> {
                    statements.add(sql);
                    return sql;
                })
                .openSession()) {
            session.beginTransaction();
            long[] times = new long[RUNS];
            int rows = 0;
            for (int run = -WARM_UP; run < RUNS; run++) {
                long began = System.nanoTime();
                rows = list(session, question).items().size();
                if (run >= 0) {
                    times[run] = (System.nanoTime() - began) / 10_000;
                }
                session.clear();
            }
            Arrays.sort(times);
            System.out.println("%s; %d; %.2f; %.2f"
                    .formatted(question.what(), rows, times[RUNS / 2] / 100.0, times[RUNS - 1] / 100.0));
            String list = statements.stream()
                    .filter(sql -> sql.contains("order by"))
                    .findFirst()
                    .orElseThrow();
            plans.append("\n== ").append(question.what()).append('\n').append(plan(session, list, question));
            session.getTransaction().commit();
        }
    }

    private static CertificateList list(EntityManager entityManager, Question question) {
        return Injected.into(new CertificateFinder(), entityManager, Clock.fixed(Population.NOW, ZoneOffset.UTC))
                .list(
                        Optional.ofNullable(question.team()),
                        question.criteria(),
                        question.order(),
                        question.after(),
                        ROWS);
    }

    private static String plan(Session session, String sql, Question question) {
        List<Object> parameters = new ArrayList<>(question.parameters());
        if (question.team() != null) {
            parameters.addAll(session.createQuery("select a.id from Authority a where a.team = :team", UUID.class)
                    .setParameter("team", question.team())
                    .getResultList());
        }
        question.after().ifPresent(position -> {
            if (question.order().column().isPresent()) {
                parameters.add(time(position.notAfter()));
                parameters.add(time(position.notAfter()));
            }
            parameters.add(position.id().value());
        });
        parameters.add(ROWS + 1);
        return session.doReturningWork(connection -> {
            StringBuilder plan = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement("explain (analyze, buffers) " + sql)) {
                for (int i = 0; i < parameters.size(); i++) {
                    explain.setObject(i + 1, parameters.get(i));
                }
                try (ResultSet lines = explain.executeQuery()) {
                    while (lines.next()) {
                        plan.append(lines.getString(1)).append('\n');
                    }
                }
            }
            return plan.toString();
        });
    }

    private static CertificatePosition middle() {
        return DATABASE.inTransaction(entityManager -> {
            Certificate certificate = entityManager
                    .createQuery("select c from Certificate c order by c.id", Certificate.class)
                    .setFirstResult(CERTIFICATES / 2)
                    .setMaxResults(1)
                    .getSingleResult();
            return new CertificatePosition(certificate.notAfter(), certificate.id());
        });
    }

    private static void fill(Account large, Account small) {
        DATABASE.transact(entityManager -> {
            insert(entityManager, small, 1, SMALL);
            insert(entityManager, large, SMALL + 1, CERTIFICATES);
            entityManager
                    .createNativeQuery(
                            """
                            insert into certificate_name (certificate_id, name)
                            select id, 'host-' || number || '.t' || number % 1000 || '.corp.internal'
                            from (select id, ('x' || substring(serial from 33))::bit(32)::int as number from certificate) made
                            union all
                            select id, 'www-' || number || '.t' || number % 1000 || '.corp.internal'
                            from (select id, ('x' || substring(serial from 33))::bit(32)::int as number from certificate) made
                            where number % 10 = 3""")
                    .executeUpdate();
            for (String domain : List.of("name", "substring(name from '[.](.*)')", "'corp.internal'", "'internal'")) {
                entityManager
                        .createNativeQuery("insert into certificate_domain (domain, certificate_id) select distinct "
                                + domain + ", certificate_id from certificate_name")
                        .executeUpdate();
            }
        });
        vacuum();
    }

    /** As PostgreSQL does it by itself, soon after so many were added. */
    private static void vacuum() {
        try (Session session = DATABASE.factory().unwrap(SessionFactory.class).openSession()) {
            session.doWork(connection -> {
                connection.setAutoCommit(true);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("vacuum analyze");
                }
            });
        }
    }

    /** Those of some numbers, a year's from the first to the last. */
    private static void insert(EntityManager entityManager, Account account, int first, int last) {
        Issuer issuer = Population.issuer(
                entityManager,
                account.provisioner().authority().id(),
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().pem());
        entityManager
                .createNativeQuery(
                        """
                        insert into certificate (id, version, authority_id, issuer_id, account_id, serial, sha256, der,
                            issued_at, not_before, not_after, revoked_at, revocation_reason)
                        select cast(lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0')
                                || lpad(to_hex(i), 20, '0') as uuid),
                            0, :authority, :issuer, :account,
                            lpad(to_hex(i), 40, '0'), md5(i::text) || md5((-i)::text), decode(repeat(md5(i::text), 56), 'hex'),
                            at, at, date_trunc('second', at) + interval '90 days',
                            case when i % 200 = 77 then at + interval '1 day' end, case when i % 200 = 77 then 4 end
                        from (select i, cast(:begin as timestamp with time zone)
                                  + i * cast(:seconds as double precision) * interval '1 second' as at
                              from generate_series(:first, :last) i) made""")
                .setParameter("authority", issuer.authority())
                .setParameter("issuer", issuer.id())
                .setParameter("account", account.id().value())
                .setParameter("begin", time(Population.NOW.minus(Duration.ofDays(365))))
                .setParameter("seconds", 365.0 * 86_400 / CERTIFICATES)
                .setParameter("first", first)
                .setParameter("last", last)
                .executeUpdate();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static long timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static CertificateCriteria named(String name) {
        return CertificateCriteria.builder().name(name).build();
    }

    private static CertificateCriteria below(String domain) {
        return CertificateCriteria.builder().below(domain).build();
    }

    private static CertificateCriteria beginning(String text) {
        return CertificateCriteria.builder().beginning(text).build();
    }

    private static CertificateCriteria serial(String hex) {
        return CertificateCriteria.builder().serial(hex).build();
    }

    private static CertificateCriteria expired(String domain) {
        return CertificateCriteria.builder()
                .below(domain)
                .state(CertificateState.EXPIRED)
                .build();
    }

    private static CertificateCriteria in(CertificateState state) {
        return CertificateCriteria.builder().state(state).build();
    }

    private static CertificateCriteria ofKey(ResourceId key) {
        return CertificateCriteria.builder().externalAccountKey(key).build();
    }
}
