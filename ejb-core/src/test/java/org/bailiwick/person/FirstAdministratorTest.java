package org.bailiwick.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The set-up link, on both databases. Other tests make administrators there, too; here they are shut out first. */
class FirstAdministratorTest {

    private static final String HASH = PasswordHash.of("x", 1, new byte[1]);

    @ParameterizedTest
    @EnumSource
    void theNewestLinkMakesOneAdministrator(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret older = openLink(database, scene);
        LinkSecret link = openLink(database, scene);
        assertThat(opens(database, scene, older)).isFalse();
        assertThat(opens(database, scene, LinkSecret.random())).isFalse();
        assertThat(opens(database, scene, link)).isTrue();
        create(database, scene, link);
        assertThat(opens(database, scene, link)).isFalse();
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> create(database, scene, link))
                .withMessageContaining("opens nothing");
        assertThat(missing(database, scene)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void itIsGoodForADay(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret link = openLink(database, scene);
        scene.pass(Duration.ofHours(24));
        assertThat(opens(database, scene, link)).isFalse();
        assertThatExceptionOfType(AdminException.class).isThrownBy(() -> create(database, scene, link));
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWhoUseItAtOnceOneBecomesAdministrator(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret link = openLink(database, scene);
        AtomicReference<AdministratorName> name = new AtomicReference<>(PersonScene.name());
        List<Boolean> made = Rivals.both(database, entityManager -> {
            try {
                scene.first(entityManager).create(link, name.getAndSet(PersonScene.name()), HASH, PersonScene.CLIENT);
                return true;
            } catch (AdminException late) {
                return false;
            }
        });
        assertThat(made).containsExactlyInAnyOrder(true, false);
    }

    /** Where nobody else can log in. */
    private static LinkSecret openLink(TestDatabase database, PersonScene scene) {
        database.transact(entityManager -> entityManager
                .createNativeQuery("update administrator set suspended_at = current_timestamp")
                .executeUpdate());
        assertThat(missing(database, scene)).isTrue();
        return database.inTransaction(
                entityManager -> scene.first(entityManager).openLink());
    }

    private static boolean missing(TestDatabase database, PersonScene scene) {
        return database.inTransaction(
                entityManager -> scene.first(entityManager).isMissing());
    }

    private static boolean opens(TestDatabase database, PersonScene scene, LinkSecret link) {
        return database.inTransaction(
                entityManager -> scene.first(entityManager).opens(link));
    }

    private static void create(TestDatabase database, PersonScene scene, LinkSecret link) {
        database.transact(
                entityManager -> scene.first(entityManager).create(link, PersonScene.name(), HASH, PersonScene.CLIENT));
    }
}
