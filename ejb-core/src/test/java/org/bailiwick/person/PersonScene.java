package org.bailiwick.person;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.Permit;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.RefusalEvent;
import org.bailiwick.audit.RefusalEvent.LogInRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.limit.LogInLimit;
import org.bailiwick.limit.LogInLimiter;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;

/** The services about people, on a database, as the container would put them together. */
final class PersonScene {

    static final String PASSWORD = "four words in a row";
    static final String CLIENT = "10.1.2.3";

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Passwords PASSWORDS = new Passwords();

    private final TestDatabase database;
    private final KnownCaller caller;
    private final List<String> refused = new ArrayList<>();
    private Instant now = Population.NOW;

    PersonScene(TestDatabase database, KnownCaller caller) {
        this.database = database;
        this.caller = caller;
    }

    PersonScene(TestDatabase database) {
        this(database, KnownCaller.superAdministrator());
    }

    /** A name that nobody else has. */
    static AdministratorName name() {
        return new AdministratorName("person-" + NUMBER.incrementAndGet());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Why somebody was not let in, each time. */
    List<String> refused() {
        return refused;
    }

    AdministratorOverview create(AdministratorName name, Permit permit, LinkSecret link) {
        return database.inTransaction(
                entityManager -> administration(entityManager).create(name, permit, link));
    }

    /** Somebody who can log in. */
    AdministratorOverview active(Permit permit) {
        LinkSecret link = LinkSecret.random();
        UUID id = create(name(), permit, link).id();
        accept(link, PASSWORD);
        return find(id);
    }

    AdministratorOverview find(UUID id) {
        return database.inTransaction(
                entityManager -> administration(entityManager).find(id));
    }

    void accept(LinkSecret link, String password) {
        database.transact(
                entityManager -> invitations(entityManager).accept(link.reveal(), password, password, CLIENT));
    }

    LoggedIn logIn(String name, String password) {
        return database.inTransaction(
                entityManager -> authentication(entityManager).logIn(name, password, CLIENT));
    }

    boolean resumes(LoggedIn loggedIn) {
        return database.inTransaction(entityManager -> authentication(entityManager)
                .resume(loggedIn)
                .map(Administrator::id)
                .isPresent());
    }

    AdministratorAdministration administration(EntityManager entityManager) {
        return Injected.into(
                new AdministratorAdministration(),
                administrators(entityManager),
                caller,
                audit(entityManager),
                clock());
    }

    Invitations invitations(EntityManager entityManager) {
        return Injected.into(new Invitations(), invitationRecords(entityManager), PASSWORDS, attempts());
    }

    InvitationRecords invitationRecords(EntityManager entityManager) {
        return Injected.into(new InvitationRecords(), administrators(entityManager), audit(entityManager), clock());
    }

    FirstAdministrator first(EntityManager entityManager) {
        return Injected.into(
                new FirstAdministrator(),
                administrators(entityManager),
                Injected.into(new SetUpLinks(), entityManager),
                audit(entityManager),
                clock());
    }

    PersonAuthentication authentication(EntityManager entityManager) {
        return Injected.into(
                new PersonAuthentication(),
                administrators(entityManager),
                PASSWORDS,
                attempts(),
                records(entityManager),
                clock());
    }

    PersonRecords records(EntityManager entityManager) {
        return Injected.into(new PersonRecords(), administrators(entityManager), audit(entityManager), clock());
    }

    static Administrators administrators(EntityManager entityManager) {
        return Injected.into(new Administrators(), entityManager);
    }

    /** The kinds of what was told of somebody. */
    List<String> audited(UUID id) {
        return database.inTransaction(entityManager -> {
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :id", String.class)
                    .setParameter("id", "%" + id + "%")
                    .getResultList();
            return kinds.stream().map(String::valueOf).toList();
        });
    }

    private Attempts attempts() {
        return Injected.into(new Attempts(), new NoLimit(), new Refusals() {
            @Override
            public void record(String client, RefusalEvent refusal) {
                refused.add(((LogInRefused) refusal).why());
            }
        });
    }

    private AuditLog audit(EntityManager entityManager) {
        return Injected.into(new AuditLog(), entityManager, clock());
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    /** What is counted has a test of its own. */
    private static final class NoLimit extends LogInLimiter {
        @Override
        public Optional<Duration> take(LogInLimit limit, String subject) {
            return Optional.empty();
        }

        @Override
        public void giveBack(LogInLimit limit, String subject) {
            // nothing was taken
        }
    }
}
