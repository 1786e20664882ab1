package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is still one who may do everything. */
class IdentitiesTest {

    private static final Instant NOW = Population.NOW;

    @ParameterizedTest
    @EnumSource
    void aTokenIsUntilItEnds(TestDatabase database) {
        UUID expiring = token(database, Role.SUPER_ADMINISTRATOR);
        UUID revoked = token(database, Role.SUPER_ADMINISTRATOR);
        assertThat(mayDoEverything(database, expiring, NOW)).isTrue();
        assertThat(mayDoEverything(database, expiring, NOW.plus(Duration.ofDays(1))))
                .isFalse();
        database.transact(entityManager -> assertThat(
                        entityManager.find(AdministratorToken.class, revoked).revoke(NOW))
                .isTrue());
        assertThat(mayDoEverything(database, revoked, NOW)).isFalse();
        assertThat(mayDoEverything(database, token(database, Role.AUDITOR), NOW))
                .isFalse();
        assertThat(mayDoEverything(database, new UUID(1, 2), NOW)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aPersonIsUntilSuspendedOrGivenAnotherRole(TestDatabase database) {
        UUID id = database.inTransaction(entityManager -> {
            Administrator person =
                    new Administrator(new AdministratorName(Population.name().value()), Permit.EVERYTHING, NOW);
            entityManager.persist(person);
            return person.id();
        });
        assertThat(mayDoEverything(database, id, NOW)).as("no password yet").isFalse();
        database.transact(
                entityManager -> entityManager.find(Administrator.class, id).set("hash"));
        assertThat(mayDoEverything(database, id, NOW)).isTrue();
        database.transact(
                entityManager -> entityManager.find(Administrator.class, id).suspend(NOW));
        assertThat(mayDoEverything(database, id, NOW)).isFalse();
        database.transact(entityManager -> {
            Administrator person = entityManager.find(Administrator.class, id);
            person.resume();
            person.permit(new Permit(Role.AUDITOR, null));
        });
        assertThat(mayDoEverything(database, id, NOW)).isFalse();
    }

    private static UUID token(TestDatabase database, Role role) {
        return database.inTransaction(entityManager -> {
            AdministratorToken token = new AdministratorToken(
                    new Grant(new Label("test"), role, null, NOW.plus(Duration.ofDays(1))), BearerToken.random(), NOW);
            entityManager.persist(token);
            return token.id();
        });
    }

    private static boolean mayDoEverything(TestDatabase database, UUID id, Instant now) {
        return database.inTransaction(entityManager -> Injected.into(
                        new Identities(),
                        Injected.into(new AdministratorTokens(), entityManager),
                        Injected.into(new Administrators(), entityManager),
                        Clock.fixed(now, ZoneOffset.UTC))
                .has(id, Role.SUPER_ADMINISTRATOR));
    }
}
