package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.hash.Sha256;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people find, and in which order. */
class CertificateListTest {

    private final IssuedCertificate first = CertificateScene.issued(Population.key(), "a.host.corp", "*.host.corp");
    private final IssuedCertificate second = CertificateScene.issued(Population.key(), "ghost.corp");
    private final IssuedCertificate third = CertificateScene.issued(Population.key(), "corp", "b.host.corp");

    @ParameterizedTest
    @EnumSource
    void theyAreFoundByTheirNames(TestDatabase database) {
        UUID team = stored(database);
        assertThat(found(database, team, named("a.host.corp"))).containsExactly(serial(first));
        assertThat(found(database, team, named("*.host.corp"))).containsExactly(serial(first));
        assertThat(found(database, team, named("host.corp"))).isEmpty();
        // one that has two names in the domain is there once
        assertThat(found(database, team, below("host.corp"))).containsExactly(serial(third), serial(first));
        assertThat(found(database, team, below("corp"))).containsExactly(serial(third), serial(second), serial(first));
        assertThat(found(database, team, below("ost.corp"))).isEmpty();
        assertThat(found(database, team, below("a.host.corp"))).containsExactly(serial(first));
        assertThat(found(database, team, beginning("gho"))).containsExactly(serial(second));
        assertThat(found(database, team, beginning("b.host.corp"))).containsExactly(serial(third));
        // what LIKE would understand is a character like others
        for (String pattern : List.of("%", "_", "g_o", "!", "!%", "'", "\\")) {
            assertThat(found(database, team, beginning(pattern))).as(pattern).isEmpty();
        }
        assertThat(found(database, team, beginning("*"))).containsExactly(serial(first));
    }

    @ParameterizedTest
    @EnumSource
    void theyAreFoundBySerialHashStateAndExpiry(TestDatabase database) {
        UUID team = stored(database);
        assertThat(found(
                        database,
                        team,
                        CertificateCriteria.builder().serial(serial(second)).build()))
                .containsExactly(serial(second));
        assertThat(found(
                        database,
                        team,
                        CertificateCriteria.builder()
                                .sha256(Sha256.hexadecimal(third.der()))
                                .build()))
                .containsExactly(serial(third));
        assertThat(found(
                        database,
                        team,
                        CertificateCriteria.builder()
                                .expiresBefore(first.notAfter())
                                .build()))
                .isEmpty();
        database.transact(entityManager -> entityManager
                .createQuery("select c from Certificate c where c.serial = :serial", Certificate.class)
                .setParameter("serial", serial(second))
                .getSingleResult()
                .revoke(Population.NOW, RevocationReason.SUPERSEDED));
        assertThat(found(database, team, in(CertificateState.REVOKED))).containsExactly(serial(second));
        assertThat(found(database, team, in(CertificateState.VALID))).containsExactly(serial(third), serial(first));
        assertThat(found(database, team, in(CertificateState.EXPIRED))).isEmpty();
        Instant later = first.notAfter().plusSeconds(1);
        assertThat(at(later, database, team, in(CertificateState.EXPIRED)))
                .containsExactly(serial(third), serial(first));
        assertThat(at(later, database, team, in(CertificateState.VALID))).isEmpty();
        assertThat(at(later, database, team, in(CertificateState.REVOKED))).containsExactly(serial(second));
    }

    @ParameterizedTest
    @EnumSource
    void theyAreFoundByAccountAndInTheirTeamOnly(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            CertificateScene.stored(entityManager, account, first);
            CertificateScene.stored(entityManager, elsewhere, second);
        });
        UUID team = account.provisioner().team();
        assertThat(found(database, team, CertificateCriteria.ofAccount(account.id())))
                .containsExactly(serial(first));
        assertThat(found(database, team, CertificateCriteria.ofAccount(elsewhere.id())))
                .isEmpty();
        assertThat(found(database, team, CertificateCriteria.ALL)).containsExactly(serial(first));
        assertThat(found(database, team, ofAuthority(account))).containsExactly(serial(first));
        assertThat(found(database, team, ofAuthority(elsewhere))).isEmpty();
        assertThat(found(database, UUID.randomUUID(), CertificateCriteria.ALL)).isEmpty();
        assertThat(found(database, team, ofKey(ResourceId.random(Population.NOW))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachOrderGoesOnWhereItEnded(TestDatabase database) {
        UUID team = stored(database);
        for (ListOrder order : List.of(
                ListOrder.NEWEST,
                ListOrder.OLDEST,
                ListOrder.ascending(CertificateColumn.EXPIRY),
                ListOrder.descending(CertificateColumn.EXPIRY))) {
            List<String> all = new ArrayList<>();
            Optional<CertificatePosition> after = Optional.empty();
            do {
                Optional<CertificatePosition> from = after;
                CertificateList page = database.inTransaction(entityManager -> finder(entityManager, Population.NOW)
                        .list(Optional.of(team), CertificateCriteria.ALL, order, from, 1));
                assertThat(page.items()).hasSize(1);
                all.add(page.items().get(0).serial());
                // as it comes back in a URL
                after = page.next().flatMap(position -> CertificatePosition.parse(position.toString()));
            } while (after.isPresent());
            // all three expire in the same second: then it is by their ids
            assertThat(all)
                    .as(order.toString())
                    .containsExactlyElementsOf(
                            order.descending()
                                    ? List.of(serial(third), serial(second), serial(first))
                                    : List.of(serial(first), serial(second), serial(third)));
        }
        assertThat(CertificatePosition.parse("yesterday~x")).isEmpty();
        assertThat(CertificatePosition.parse("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRowSaysWhatThereIs(TestDatabase database) {
        UUID team = stored(database);
        CertificateOverview row = database.inTransaction(entityManager -> finder(entityManager, Population.NOW)
                .list(Optional.of(team), named("a.host.corp"), ListOrder.NEWEST, Optional.empty(), 10)
                .items()
                .get(0));
        assertThat(row.names()).containsExactly("*.host.corp", "a.host.corp");
        assertThat(row.title()).isEqualTo("*.host.corp");
        assertThat(row.others()).containsExactly("a.host.corp");
        assertThat(row.more()).isZero();
        assertThat(row.state()).isEqualTo("valid");
        assertThat(row.notAfter()).isEqualTo(first.notAfter());
    }

    /** The three, each a second later than the one before; the team. */
    private UUID stored(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            Instant at = Population.NOW;
            for (IssuedCertificate each : List.of(first, second, third)) {
                CertificateScene.stored(entityManager, account, each, Optional.empty(), at);
                at = at.plus(Duration.ofSeconds(1));
            }
        });
        return account.provisioner().team();
    }

    private static List<String> found(TestDatabase database, UUID team, CertificateCriteria criteria) {
        return at(Population.NOW, database, team, criteria);
    }

    private static List<String> at(Instant now, TestDatabase database, UUID team, CertificateCriteria criteria) {
        return database.inTransaction(
                entityManager -> finder(entityManager, now)
                        .list(Optional.of(team), criteria, ListOrder.NEWEST, Optional.empty(), 10)
                        .items()
                        .stream()
                        .map(CertificateOverview::serial)
                        .toList());
    }

    private static CertificateFinder finder(EntityManager entityManager, Instant now) {
        return Injected.into(new CertificateFinder(), entityManager, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String serial(IssuedCertificate issued) {
        return issued.serial().hex();
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

    private static CertificateCriteria in(CertificateState state) {
        return CertificateCriteria.builder().state(state).build();
    }

    private static CertificateCriteria ofAuthority(Account account) {
        return CertificateCriteria.builder()
                .authority(account.provisioner().authority().id())
                .build();
    }

    private static CertificateCriteria ofKey(ResourceId key) {
        return CertificateCriteria.builder().externalAccountKey(key).build();
    }
}
