package org.bailiwick.upstream.outbox;

import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.account.Contact;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.ca.TrustAnchors;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.config.Settings;
import org.bailiwick.job.Jobs;
import org.bailiwick.order.Finalizations;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.order.Orders;
import org.bailiwick.policy.Policies;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.upstream.RemoteIssuers;
import org.bailiwick.upstream.UpstreamAccess;
import org.bailiwick.upstream.UpstreamAccess.Certified;
import org.bailiwick.upstream.UpstreamAccesses;
import org.bailiwick.upstream.UpstreamAuthorities;
import org.bailiwick.upstream.UpstreamScene;
import org.hibernate.Hibernate;
import org.jspecify.annotations.Nullable;

/** A ready order at an authority whose certificates another CA makes, and all that an outbox needs but a server. */
final class RelayScene {

    private static final Settings SETTINGS = Settings.of(Map.of());

    final TestDatabase database;
    final OtherCa ca = new OtherCa();
    final OtherCa.Request client = OtherCa.request("host.corp");
    final ScriptedCa scripted = new ScriptedCa(ca, client);
    final Account account;
    final ResourceId order;

    /** The entries that have a job. */
    final Set<String> jobs = ConcurrentHashMap.newKeySet();

    /** The label of the key by which the CA is asked. */
    String key = "upstream-key";

    private @Nullable OutboxWork work;
    private Instant now = ORDERED.plus(Duration.ofHours(2));

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private RelayScene(TestDatabase database) {
        this.database = database;
        this.account = database.inTransaction(this::populate);
        this.order = database.inTransaction(entityManager -> {
            Order ready = OrderScene.order(account.id(), List.of(Fact.MET));
            entityManager.persist(ready);
            return ready.id();
        });
    }

    static RelayScene in(TestDatabase database) {
        return new RelayScene(database);
    }

    private Account populate(EntityManager entityManager) {
        Authority authority = Authority.upstream(Population.team(entityManager).id(), Population.name(), ORDERED);
        authority.govern(Policies.bare("**.corp", "secret.corp"));
        entityManager.persist(authority);
        entityManager.persist(UpstreamScene.enrolled(authority, ca, ORDERED));
        Provisioner provisioner = new Provisioner(authority, Population.name(), ORDERED);
        entityManager.persist(provisioner);
        Account made = new Account(
                provisioner, Population.key(), List.of(new Contact("mailto:ops@corp.internal")), null, ORDERED);
        entityManager.persist(made);
        return made;
    }

    /** Time passes. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    UUID authority() {
        return account.provisioner().authority().id();
    }

    /** finalize, and nobody is asked yet. */
    UUID begin() {
        return begin(order, client.csr());
    }

    UUID begin(ResourceId some, byte[] csr) {
        return database.inTransaction(entityManager ->
                journal(entityManager).begin(account.id(), some, CertificationRequest.parse(csr), csr));
    }

    /** An attempt as the job makes it; this server may die in it. */
    Optional<Instant> attempt(UUID entry) {
        return work().attempt(entry);
    }

    private OutboxWork work() {
        if (work == null) {
            work = Injected.into(new OutboxWork(), steps(), outcome(), accesses(), scripted, clock);
        }
        return work;
    }

    Order readOrder() {
        return database.inTransaction(entityManager -> {
            Order read = entityManager.find(Order.class, order.value());
            read.authorizations().forEach(authorization -> Hibernate.initialize(authorization.challenges()));
            return read;
        });
    }

    OrderStatus status() {
        return readOrder().statusAt(now);
    }

    Optional<Problem> problem() {
        return readOrder().problem();
    }

    /** What waits. */
    List<OutboxEntry> entries() {
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select x from OutboxEntry x where x.authority = :authority", OutboxEntry.class)
                .setParameter("authority", authority())
                .getResultList());
    }

    /** The certificates of the authority. */
    List<Certificate> certificates() {
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select c from Certificate c where c.authority = :authority", Certificate.class)
                .setParameter("authority", authority())
                .getResultList());
    }

    List<?> audited(String text) {
        return database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select kind || ' ' || document from audit_event where document like :text", String.class)
                .setParameter("text", "%" + text + "%")
                .getResultList());
    }

    CertificateChain path(byte[] certificate) {
        return TrustAnchors.parse(ca.chain().rootPem()).pathFrom(certificate, ca.others(), now);
    }

    OutboxJournal journal(EntityManager entityManager) {
        return Injected.into(
                new OutboxJournal(),
                outbox(entityManager),
                Injected.into(
                        new Finalizations(),
                        orders(entityManager),
                        accounts(entityManager),
                        provisioners(entityManager)),
                SETTINGS,
                clock);
    }

    Outbox outbox(EntityManager entityManager) {
        return Injected.into(new Outbox(), entityManager, accounts(entityManager), new KeptJobs());
    }

    OutboxOutcome outcome(EntityManager entityManager) {
        return Injected.into(
                new OutboxOutcome(),
                outbox(entityManager),
                orders(entityManager),
                CertificateScene.certificates(entityManager),
                Injected.into(
                        new RemoteIssuers(),
                        Injected.into(new Authorities(), entityManager),
                        Injected.into(new UpstreamAuthorities(), entityManager, clock)),
                audit(entityManager));
    }

    Clock clock() {
        return clock;
    }

    private AuditLog audit(EntityManager entityManager) {
        return Injected.into(new AuditLog(), entityManager, clock);
    }

    private Orders orders(EntityManager entityManager) {
        return OrderScene.orders(entityManager);
    }

    private Accounts accounts(EntityManager entityManager) {
        return Injected.into(new Accounts(), entityManager, provisioners(entityManager), clock);
    }

    private static Provisioners provisioners(EntityManager entityManager) {
        return Injected.into(
                new Provisioners(), entityManager, SETTINGS, Injected.into(new CustomProfiles(), entityManager));
    }

    private UpstreamAccesses accesses() {
        return new UpstreamAccesses() {
            @Override
            public Optional<Way> of(UUID asked) {
                return Optional.of(new Way(
                        new UpstreamAccess(
                                UpstreamScene.URL,
                                TrustAnchors.parse(ca.chain().rootPem()),
                                new Certified(ca.chain(), ca.signer())),
                        key));
            }
        };
    }

    private OutboxSteps steps(EntityManager entityManager) {
        return Injected.into(
                new OutboxSteps(), outbox(entityManager), Injected.into(new Authorities(), entityManager), clock);
    }

    /** Each in a transaction of its own, as the server has it. */
    private OutboxSteps steps() {
        return new OutboxSteps() {
            @Override
            public Optional<Due> take(UUID id) {
                return database.inTransaction(
                        entityManager -> steps(entityManager).take(id));
            }

            @Override
            public Optional<byte[]> write(UUID id, OutboxEntry.Written request) {
                return database.inTransaction(
                        entityManager -> steps(entityManager).write(id, request));
            }

            @Override
            public Optional<Instant> await(UUID id, byte[] ticket, Duration pause) {
                return database.inTransaction(
                        entityManager -> steps(entityManager).await(id, ticket, pause));
            }

            @Override
            public Optional<Instant> retry(UUID id, String why) {
                return database.inTransaction(
                        entityManager -> steps(entityManager).retry(id, why));
            }

            @Override
            public Optional<Instant> beginAnew(UUID id, String why) {
                return database.inTransaction(
                        entityManager -> steps(entityManager).beginAnew(id, why));
            }
        };
    }

    private OutboxOutcome outcome() {
        return new OutboxOutcome() {
            @Override
            public Optional<Certificate> issued(UUID id, CertificateChain path, Instant at) {
                return database.inTransaction(
                        entityManager -> outcome(entityManager).issued(id, path, at));
            }

            @Override
            public void unsound(UUID id, byte[] certificate, List<String> findings, Instant at) {
                database.transact(entityManager -> outcome(entityManager).unsound(id, certificate, findings, at));
            }

            @Override
            public void refused(UUID id, Problem problem, Instant at) {
                database.transact(entityManager -> outcome(entityManager).refused(id, problem, at));
            }

            @Override
            public void late(UUID id, Problem problem, Instant at) {
                database.transact(entityManager -> outcome(entityManager).late(id, problem, at));
            }

            @Override
            public void revoked(UUID id) {
                database.transact(entityManager -> outcome(entityManager).revoked(id));
            }
        };
    }

    /** The queue is the server's; here it is only noted who has a job. */
    private final class KeptJobs extends Jobs {

        @Override
        public void schedule(String job, String subject, Instant at) {
            jobs.add(subject);
        }

        @Override
        public void scheduleUnlessThere(String job, String subject, Instant at) {
            jobs.add(subject);
        }

        @Override
        public void reschedule(String job, String subject, Instant at) {
            // it keeps the time itself
        }

        @Override
        public void cancel(String job, String subject) {
            jobs.remove(subject);
        }
    }
}
