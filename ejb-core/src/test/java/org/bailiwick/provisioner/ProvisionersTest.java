package org.bailiwick.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.Hibernate;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvisionersTest {

    @ParameterizedTest
    @EnumSource
    void aProvisionerIsFoundAtItsUrl(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        String authority = provisioner.authority().name();
        database.transact(entityManager -> {
            Provisioners provisioners = provisioners(entityManager);
            assertThat(provisioners.at(authority, provisioner.name())).hasValueSatisfying(found -> {
                assertThat(found.id()).isEqualTo(provisioner.id());
                assertThat(found.enabled()).isTrue();
                assertThat(Hibernate.isInitialized(found.authority())).isTrue();
            });
            assertThat(provisioners.at(authority, "acme-2")).isEmpty();
            assertThat(provisioners.at("nobody", provisioner.name())).isEmpty();
            assertThat(provisioners.withId(provisioner.id())).isPresent();
            assertThat(provisioners.withId(new UUID(1, 2))).isEmpty();
            assertThat(provisioners.all()).extracting(Provisioner::id).contains(provisioner.id());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledProvisionerDoesNotAnswer(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        database.transact(entityManager -> entityManager
                .createQuery("update Provisioner p set p.disabledAt = :now where p.id = :id")
                .setParameter("now", Population.NOW)
                .setParameter("id", provisioner.id())
                .executeUpdate());
        database.transact(entityManager -> {
            Provisioners provisioners = provisioners(entityManager);
            assertThat(provisioners.at(provisioner.authority().name(), provisioner.name()))
                    .isEmpty();
            assertThat(provisioners.all()).extracting(Provisioner::id).doesNotContain(provisioner.id());
            assertThat(provisioners.withId(provisioner.id()))
                    .hasValueSatisfying(found -> assertThat(found.enabled()).isFalse());
        });
    }

    /** Whatever ACME clients look for, it is not there. */
    @ParameterizedTest
    @EnumSource
    void aManualProvisionerHasNoUrl(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(entityManager -> {
            Provisioner made = new Provisioner(
                    Population.authority(entityManager), Population.name(), ProvisionerKind.MANUAL, Population.NOW);
            provisioners(entityManager).add(made);
            return made;
        });
        database.transact(entityManager -> {
            Provisioners provisioners = provisioners(entityManager);
            assertThat(provisioners.at(provisioner.authority().name(), provisioner.name()))
                    .isEmpty();
            assertThat(provisioners.all()).extracting(Provisioner::id).doesNotContain(provisioner.id());
            assertThat(provisioners.withId(provisioner.id()))
                    .hasValueSatisfying(found -> assertThat(found.kind()).isEqualTo(ProvisionerKind.MANUAL));
        });
    }

    @ParameterizedTest
    @EnumSource
    void allAreSortedByAuthorityAndName(TestDatabase database) {
        database.transact(entityManager -> {
            Provisioners provisioners = provisioners(entityManager);
            Authority authority = Population.authority(entityManager);
            provisioners.add(new Provisioner(authority, new AuthorityName("b"), Population.NOW));
            provisioners.add(new Provisioner(authority, new AuthorityName("a"), Population.NOW));
            assertThat(provisioners.all())
                    .filteredOn(each -> each.authority().id().equals(authority.id()))
                    .extracting(Provisioner::name)
                    .containsExactly("a", "b");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aNameStandsForOneProvisionerOfAnAuthority(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        database.transact(entityManager -> assertThatThrownBy(() -> {
                    Authority authority = entityManager.find(
                            Authority.class, provisioner.authority().id());
                    provisioners(entityManager)
                            .add(new Provisioner(authority, new AuthorityName(provisioner.name()), Population.NOW));
                    entityManager.flush();
                })
                .isInstanceOf(ConstraintViolationException.class));
    }

    @ParameterizedTest
    @EnumSource
    void aProvisionerKeepsWhatItHasOfItsOwn(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        Map<Setting, String> own = Map.of(Setting.PROFILES, "shortlived", Setting.VALIDATION_SECONDS, "3");
        database.transact(entityManager -> provisioners(entityManager)
                .withId(provisioner.id())
                .orElseThrow()
                .configure(own));
        database.transact(entityManager -> {
            Provisioners provisioners = provisioners(entityManager);
            Provisioner found = provisioners.withId(provisioner.id()).orElseThrow();
            assertThat(found.ownSettings()).isEqualTo(own);
            assertThat(provisioners.settingsOf(found).validation().timeLimit()).hasSeconds(3);
            found.configure(Map.of());
        });
        database.transact(entityManager -> assertThat(provisioners(entityManager)
                        .withId(provisioner.id())
                        .orElseThrow()
                        .ownSettings())
                .isEmpty());
    }

    /** What a newer server wrote may forbid something. */
    @ParameterizedTest
    @EnumSource
    void aSettingThatIsUnknownIsNotPassedOver(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        database.transact(entityManager -> entityManager
                .createNativeQuery("update provisioner set settings = '{\"bailiwick.new\":\"x\"}' where id = :id")
                .setParameter("id", provisioner.id())
                .executeUpdate());
        database.transact(entityManager -> assertThatThrownBy(
                        () -> provisioners(entityManager).withId(provisioner.id()))
                .hasStackTraceContaining("unknown setting bailiwick.new"));
        database.transact(entityManager -> entityManager
                .createNativeQuery("delete from provisioner where id = :id")
                .setParameter("id", provisioner.id())
                .executeUpdate());
    }

    private static Provisioners provisioners(EntityManager entityManager) {
        return Injected.into(
                new Provisioners(),
                entityManager,
                Settings.of(Map.of()),
                Injected.into(new CustomProfiles(), entityManager));
    }
}
