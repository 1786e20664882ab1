package org.bailiwick.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.ra.RelayScene.EXPIRY;
import static org.bailiwick.ra.RelayScene.NOW;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Pages;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How registration authorities are found. */
class RegistrationAuthoritiesTest {

    private static final PageRequest FIRST = PageRequest.of(Optional.empty(), 10);

    /** What a query says of each is what it says of itself. */
    @ParameterizedTest
    @EnumSource
    void theyAreFoundByWhatTheyAre(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(RelayScene::provisioner);
        List<UUID> made = database.inTransaction(entityManager -> {
            RegistrationAuthority waiting = RelayScene.registrationAuthority(entityManager, provisioner);
            RegistrationAuthority suspended = RelayScene.registrationAuthority(entityManager, provisioner);
            RegistrationAuthority enrolled = RelayScene.registrationAuthority(entityManager, provisioner);
            suspended.suspend(NOW);
            RelayedRequest own = RelayedRequest.own(
                    enrolled,
                    Kind.ENROLMENT,
                    RelayScene.message(Optional.empty()),
                    new KeyFingerprint("0a".repeat(32)),
                    NOW);
            entityManager.persist(own);
            Certificate certificate = CertificateScene.ofRelayedRequest(
                    entityManager,
                    waiting,
                    RelayScene.message(Optional.empty()),
                    CertificateScene.issued(Population.key(), "branch.corp"));
            enrolled.pin(own, certificate.id(), true);
            return List.of(waiting.id(), suspended.id(), enrolled.id());
        });
        for (Instant now : new Instant[] {NOW, EXPIRY}) {
            List<RegistrationAuthority> all = found(database, provisioner, Optional.empty(), Optional.empty(), now);
            assertThat(all).extracting(RegistrationAuthority::id).containsExactlyInAnyOrderElementsOf(made);
            assertThat(Arrays.asList(RegistrationAuthorityStatus.values())).allSatisfy(status -> assertThat(
                            found(database, provisioner, Optional.empty(), Optional.of(status), now))
                    .extracting(RegistrationAuthority::id)
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .filter(each -> each.statusAt(now) == status)
                            .map(RegistrationAuthority::id)
                            .toList()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theyAreFoundByAPartOfTheirNamesAndComeInEachOrder(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(RelayScene::provisioner);
        Provisioner another = database.inTransaction(RelayScene::provisioner);
        List<RegistrationAuthority> made = database.inTransaction(entityManager -> {
            RelayScene.registrationAuthority(entityManager, another);
            return List.of(
                    RelayScene.registrationAuthority(entityManager, provisioner),
                    RelayScene.registrationAuthority(entityManager, provisioner),
                    RelayScene.registrationAuthority(entityManager, provisioner));
        });
        RegistrationAuthority seen = made.get(1);
        database.transact(entityManager ->
                RelayScene.registrationAuthorities(entityManager).see(seen.id(), NOW));
        assertThat(found(database, provisioner, Optional.of(seen.name().substring(1)), Optional.empty(), NOW))
                .extracting(RegistrationAuthority::name)
                .contains(seen.name());
        assertThat(found(database, provisioner, Optional.of("%"), Optional.empty(), NOW))
                .isEmpty();
        assertThat(ids(database, provisioner, ListOrder.ascending(RegistrationAuthorityColumn.NAME)))
                .containsExactlyElementsOf(made.stream()
                        .sorted(Comparator.comparing(RegistrationAuthority::name))
                        .map(RegistrationAuthority::id)
                        .toList());
        assertThat(ids(database, provisioner, ListOrder.descending(RegistrationAuthorityColumn.SEEN)))
                .hasSize(3)
                .startsWith(seen.id());
        assertThat(ids(database, provisioner, ListOrder.ascending(RegistrationAuthorityColumn.AUTHORITY)))
                .containsExactlyInAnyOrderElementsOf(
                        made.stream().map(RegistrationAuthority::id).toList());
    }

    private static List<RegistrationAuthority> found(
            TestDatabase database,
            Provisioner provisioner,
            Optional<String> name,
            Optional<RegistrationAuthorityStatus> status,
            Instant now) {
        return database.inTransaction(entityManager -> RelayScene.registrationAuthorities(entityManager)
                .page(
                        Optional.of(provisioner.authority().team()),
                        new RegistrationAuthoritySearch(
                                Optional.of(provisioner.authority().id()), name, status),
                        FIRST,
                        now)
                .items());
    }

    /** Page by page. */
    private static List<UUID> ids(TestDatabase database, Provisioner provisioner, ListOrder order) {
        return database
                .inTransaction(entityManager -> Pages.all(
                        request -> RelayScene.registrationAuthorities(entityManager)
                                .page(
                                        Optional.of(provisioner.authority().team()),
                                        RegistrationAuthoritySearch.of(Optional.empty()),
                                        request,
                                        NOW),
                        order))
                .stream()
                .map(RegistrationAuthority::id)
                .toList();
    }
}
