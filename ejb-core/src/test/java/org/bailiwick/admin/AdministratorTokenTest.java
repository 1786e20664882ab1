package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.team.Team;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a token, on both databases. */
class AdministratorTokenTest {

    private static final Instant NOW = Population.NOW;
    private static final Duration DAY = Duration.ofDays(1);

    private final KnownCaller caller = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void itLetsInUntilItExpires(TestDatabase database) {
        BearerToken secret = BearerToken.random();
        UUID id = create(database, grant(NOW.plus(DAY)), secret);

        assertThat(authenticate(database, secret, NOW)).contains(id);
        assertThat(authenticate(database, secret, NOW.plus(DAY).minusNanos(1000)))
                .contains(id);
        assertThat(authenticate(database, secret, NOW.plus(DAY))).isEmpty();
        assertThat(authenticate(database, BearerToken.random(), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itLetsNobodyInOnceItIsRevoked(TestDatabase database) {
        BearerToken secret = BearerToken.random();
        UUID id = create(database, grant(NOW.plus(DAY)), secret);

        for (int times = 0; times < 2; times++) {
            database.transact(entityManager -> assertThat(
                            administration(entityManager, NOW).revoke(id).revokedAt())
                    .contains(NOW));
        }

        assertThat(authenticate(database, secret, NOW)).isEmpty();
        assertThat(audited(database, id))
                .containsExactlyInAnyOrder("administrator-token-created", "administrator-token-revoked");
    }

    @ParameterizedTest
    @EnumSource
    void itsUseIsKeptToTheDay(TestDatabase database) {
        BearerToken secret = BearerToken.random();
        UUID id = create(database, grant(NOW.plus(Duration.ofDays(9))), secret);
        assertThat(lastUse(database, id)).isEmpty();

        authenticate(database, secret, NOW);
        assertThat(lastUse(database, id)).contains(LocalDate.of(2027, 3, 28));
        authenticate(database, secret, NOW.plus(DAY));
        assertThat(lastUse(database, id)).contains(LocalDate.of(2027, 3, 29));
        // another node's clock is slow
        authenticate(database, secret, NOW);
        assertThat(lastUse(database, id)).contains(LocalDate.of(2027, 3, 29));
    }

    @ParameterizedTest
    @EnumSource
    void theSecretIsNowhere(TestDatabase database) {
        BearerToken secret = BearerToken.random();
        create(database, grant(NOW.plus(DAY)), secret);
        database.transact(entityManager -> {
            assertThat(count(
                            entityManager,
                            "select count(*) from administrator_token where sha256 = :text",
                            secret.reveal()))
                    .isZero();
            assertThat(count(
                            entityManager,
                            "select count(*) from audit_event where document like '%' || :text || '%'",
                            secret.reveal()))
                    .isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aListGoesOnWhereThePageBeforeEnded(TestDatabase database) {
        Team team = database.inTransaction(Population::team);
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Instant later = NOW.plusMillis(i);
            Grant grant = new Grant(new Label("t" + i), Role.AUDITOR, team.id(), NOW.plus(DAY));
            made.add(0, database.inTransaction(entityManager -> administration(entityManager, later)
                    .create(grant, BearerToken.random())
                    .id()));
        }
        List<UUID> seen = new ArrayList<>();
        Optional<UUID> next = Optional.empty();
        do {
            PageRequest request = PageRequest.of(next, 2);
            Page<AdministratorToken> page = database.inTransaction(
                    entityManager -> tokens(entityManager).page(Optional.of(team.id()), request));
            assertThat(page.items().size()).isBetween(1, 2);
            page.items().forEach(token -> seen.add(token.id()));
            next = page.next();
        } while (next.isPresent());
        assertThat(seen).containsExactlyElementsOf(made);
    }

    @ParameterizedTest
    @EnumSource
    void aTeamThatIsNotThereHasNoTokens(TestDatabase database) {
        Grant grant = new Grant(new Label("x"), Role.EAB_OPERATOR, UUID.randomUUID(), NOW.plus(DAY));
        database.transact(entityManager ->
                assertInvalid(() -> administration(entityManager, NOW).create(grant, BearerToken.random()), "no team"));
    }

    @Test
    void aRoleIsOfATeamOrOfAllAsItsWorkIs() {
        UUID team = UUID.randomUUID();
        assertInvalid(() -> made(Role.AUTHORITY_ADMINISTRATOR, null, NOW.plus(DAY)), "for one team");
        assertInvalid(() -> made(Role.EAB_OPERATOR, null, NOW.plus(DAY)), "for one team");
        assertInvalid(() -> made(Role.SUPER_ADMINISTRATOR, team, NOW.plus(DAY)), "for all teams");
        assertThat(made(Role.AUDITOR, null, NOW.plus(DAY)).team()).isEmpty();
        assertThat(made(Role.AUDITOR, team, NOW.plus(DAY)).team()).contains(team);
    }

    @Test
    void everyTokenEnds() {
        assertInvalid(() -> made(Role.AUDITOR, null, NOW), "expires");
        assertInvalid(() -> made(Role.AUDITOR, null, NOW.minus(DAY)), "expires");
        assertInvalid(
                () -> made(
                        Role.AUDITOR,
                        null,
                        NOW.plus(AdministratorToken.LONGEST_LIFE).plusSeconds(1)),
                "366 days");
        assertThat(made(Role.AUDITOR, null, NOW.plus(AdministratorToken.LONGEST_LIFE))
                        .validAt(NOW))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theFirstTokenMayDoEverythingForAMonth(TestDatabase database) {
        BearerToken secret = database.inTransaction(entityManager -> Injected.into(
                        new FirstToken(), tokens(entityManager), audit(entityManager), clock(NOW))
                .create("node-1"));
        UUID id = authenticate(database, secret, NOW.plus(Duration.ofDays(29))).orElseThrow();
        assertThat(authenticate(database, secret, NOW.plus(Duration.ofDays(30))))
                .isEmpty();
        AdministratorToken token = database.inTransaction(
                entityManager -> tokens(entityManager).withId(id).orElseThrow());
        assertThat(token.role()).isEqualTo(Role.SUPER_ADMINISTRATOR);
        assertThat(token.team()).isEmpty();
    }

    private static AdministratorToken made(Role role, @Nullable UUID team, Instant expires) {
        return new AdministratorToken(new Grant(new Label("x"), role, team, expires), BearerToken.random(), NOW);
    }

    private static Grant grant(Instant expires) {
        return new Grant(new Label("test"), Role.AUDITOR, null, expires);
    }

    private UUID create(TestDatabase database, Grant grant, BearerToken secret) {
        return database.inTransaction(entityManager ->
                administration(entityManager, NOW).create(grant, secret).id());
    }

    private static Optional<UUID> authenticate(TestDatabase database, BearerToken secret, Instant now) {
        return database.inTransaction(
                entityManager -> Injected.into(new TokenAuthentication(), tokens(entityManager), clock(now))
                        .recognise(secret)
                        .valid()
                        .map(AdministratorToken::id));
    }

    private static Optional<LocalDate> lastUse(TestDatabase database, UUID id) {
        return database.inTransaction(
                entityManager -> tokens(entityManager).withId(id).orElseThrow().lastUsedOn());
    }

    private static List<String> audited(TestDatabase database, UUID token) {
        return database.inTransaction(entityManager -> {
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :token", String.class)
                    .setParameter("token", "%" + token + "%")
                    .getResultList();
            return kinds.stream().map(String::valueOf).toList();
        });
    }

    private static long count(EntityManager entityManager, String query, String text) {
        return (Long) entityManager
                .createNativeQuery(query, Long.class)
                .setParameter("text", text)
                .getSingleResult();
    }

    private static void assertInvalid(ThrowingCallable request, String words) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.INVALID));
    }

    private TokenAdministration administration(EntityManager entityManager, Instant now) {
        return Injected.into(
                new TokenAdministration(), tokens(entityManager), caller, audit(entityManager), clock(now));
    }

    private static AdministratorTokens tokens(EntityManager entityManager) {
        return Injected.into(new AdministratorTokens(), entityManager);
    }

    private static AuditLog audit(EntityManager entityManager) {
        return Injected.into(new AuditLog(), entityManager, clock(NOW));
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
