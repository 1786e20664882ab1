package org.bailiwick.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.policy.NamePattern;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;

/**
 * How long it takes to find, and to revoke, among 100,000 certificates of one authority with two names each, on PostgreSQL.
 * A hundredth of them is of one account and below one domain. Prints a table; no test.
 */
final class MassRevocationBench {

    private static final TestDatabase DATABASE = TestDatabase.POSTGRESQL;
    private static final int CERTIFICATES = 100_000;
    private static final Instant LATER = Population.NOW.plus(Duration.ofDays(2));

    private MassRevocationBench() {}

    public static void main(String... arguments) {
        Account account = DATABASE.inTransaction(Population::account);
        Account other = DATABASE.inTransaction(entityManager -> {
            Account made = new Account(account.provisioner(), Population.key(), List.of(), null, Population.NOW);
            entityManager.persist(made);
            return made;
        });
        UUID authority = account.provisioner().authority().id();
        fill(authority, account, other);
        Map<String, RevocationCriteria> queries = new LinkedHashMap<>();
        queries.put("account, 1,000", criteria(Optional.of(account.id()), Optional.empty()));
        queries.put("name host-7.branch.corp, 1", named("host-7.branch.corp"));
        queries.put("name **.branch.corp, 1,000", named("**.branch.corp"));
        queries.put("name *.corp, none", named("*.corp"));
        queries.put("name **.corp, 100,000", named("**.corp"));
        queries.put(
                "issued within an hour, 4,167",
                new RevocationCriteria(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Population.NOW.plus(Duration.ofHours(4))),
                        Optional.of(Population.NOW.plus(Duration.ofHours(5)))));
        queries.forEach((what, criteria) -> {
            timed(() -> find(authority, criteria));
            System.out.println("find; " + what + "; "
                    + find(authority, criteria).size() + "; " + timed(() -> find(authority, criteria)) + " ms");
        });
        revoke(authority, account, named("**.corp"));
    }

    private static void fill(UUID authority, Account account, Account other) {
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
                                0, :authority, :issuer, case when i % 100 = 7 then :account else :other end,
                                lpad(to_hex(i), 40, '0'), decode(repeat(md5(i::text), 56), 'hex'),
                                at, at, at + interval '90 days'
                            from (select i, cast(:now as timestamp with time zone) + i * interval '864 milliseconds' as at
                                  from generate_series(1, :count) i) made""")
                    .setParameter("authority", authority)
                    .setParameter("issuer", issuer.id())
                    .setParameter("account", account.id().value())
                    .setParameter("other", other.id().value())
                    .setParameter("now", Population.NOW)
                    .setParameter("count", CERTIFICATES)
                    .executeUpdate();
            for (String prefix : List.of("host-", "www.host-")) {
                entityManager
                        .createNativeQuery(
                                """
                                insert into certificate_name (certificate_id, name)
                                select id, :prefix || substring(serial from 32)
                                    || case when account_id = :account then '.branch.corp' else '.other.corp' end
                                from certificate where authority_id = :authority""")
                        .setParameter("prefix", prefix)
                        .setParameter("account", account.id().value())
                        .setParameter("authority", authority)
                        .executeUpdate();
            }
            entityManager
                    .createNativeQuery(
                            """
                            insert into certificate_name (certificate_id, name)
                            select id, 'host-7.branch.corp' from certificate
                            where authority_id = :authority order by id limit 1""")
                    .setParameter("authority", authority)
                    .executeUpdate();
            entityManager.createNativeQuery("analyze").executeUpdate();
        });
    }

    private static List<UUID> find(UUID authority, RevocationCriteria criteria) {
        return DATABASE.inTransaction(entityManager -> Injected.into(new CriteriaQuery(), entityManager)
                .goodAt(LATER, authority, criteria, MassRevocationAdministration.MOST));
    }

    private static void revoke(UUID authority, Account account, RevocationCriteria criteria) {
        List<UUID> hit = find(authority, criteria);
        KnownCaller caller = KnownCaller.of(account.provisioner().authority().team());
        MassRevocation revocation = new MassRevocation(
                authority, caller.id(), criteria, RevocationReason.SUPERSEDED, LATER, hit.size(), LATER);
        System.out.println("write down; " + hit.size() + "; "
                + timed(() -> {
                    DATABASE.transact(entityManager -> {
                        entityManager.persist(caller.token());
                        entityManager.flush();
                        Injected.into(new MassRevocations(), entityManager)
                                .add(revocation, MassRevocationPart.of(revocation.id(), hit, LATER));
                    });
                })
                + " ms");
        System.out.println("revoke; " + hit.size() + "; "
                + timed(() -> {
                    boolean more = true;
                    while (more) {
                        more = step(revocation);
                    }
                })
                + " ms");
    }

    private static boolean step(MassRevocation revocation) {
        Clock clock = Clock.fixed(LATER, ZoneOffset.UTC);
        return DATABASE.inTransaction(entityManager -> Injected.into(
                        new MassRevocationSteps(),
                        Injected.into(new MassRevocations(), entityManager),
                        CertificateScene.certificates(entityManager),
                        Injected.into(
                                new Revocations(),
                                CertificateScene.certificates(entityManager),
                                Injected.into(new BlockedKeys(), entityManager)),
                        KeyScene.audit(entityManager),
                        clock)
                .step(revocation.id()));
    }

    private static long timed(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static RevocationCriteria named(String pattern) {
        return criteria(Optional.empty(), Optional.of(NamePattern.parse(pattern)));
    }

    private static RevocationCriteria criteria(Optional<ResourceId> account, Optional<NamePattern> name) {
        return new RevocationCriteria(
                account, Optional.empty(), Optional.empty(), name, Optional.empty(), Optional.empty());
    }
}
