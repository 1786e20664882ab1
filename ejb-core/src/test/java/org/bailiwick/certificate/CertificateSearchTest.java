package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What administrators find. */
class CertificateSearchTest {

    private static final CertificateSearch ALL = new CertificateSearch(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private final IssuedCertificate host = CertificateScene.issued(Population.key(), "host.corp", "*.corp");
    private final IssuedCertificate other = CertificateScene.issued(Population.key(), "other.corp");

    @ParameterizedTest
    @EnumSource
    void oneIsFoundByEachOfItsNamesAndByPartsOfThem(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        stored(database, account);
        assertThat(found(database, account, named("host.corp")))
                .containsExactly(host.serial().hex());
        assertThat(found(database, account, named("*.corp")))
                .containsExactly(host.serial().hex());
        assertThat(found(database, account, named("ost.corp"))).isEmpty();
        assertThat(found(database, account, containing("ost.co")))
                .containsExactly(host.serial().hex());
        assertThat(found(database, account, containing(".corp")))
                .containsExactlyInAnyOrder(other.serial().hex(), host.serial().hex());
        // what LIKE would understand is a character like others
        for (String pattern : List.of("%", "_", "h_st", "!", "!%", "'", "\\")) {
            assertThat(found(database, account, containing(pattern)))
                    .as(pattern)
                    .isEmpty();
        }
        assertThat(found(database, account, containing("*")))
                .containsExactly(host.serial().hex());
    }

    @ParameterizedTest
    @EnumSource
    void oneIsFoundBySerialExpiryAndRevocation(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        stored(database, account);
        assertThat(found(database, account, serial(other.serial().hex())))
                .containsExactly(other.serial().hex());
        assertThat(found(database, account, serial("00"))).isEmpty();
        assertThat(found(database, account, expiring(Duration.ZERO, Duration.ofSeconds(1))))
                .containsExactlyInAnyOrder(other.serial().hex(), host.serial().hex());
        assertThat(found(database, account, expiring(Duration.ofSeconds(1), Duration.ofDays(1))))
                .isEmpty();
        assertThat(found(database, account, expiring(Duration.ofDays(-1), Duration.ZERO)))
                .isEmpty();
        database.transact(entityManager -> entityManager
                .createQuery("select c from Certificate c where c.serial = :serial", Certificate.class)
                .setParameter("serial", host.serial().hex())
                .getSingleResult()
                .revoke(Population.NOW, RevocationReason.SUPERSEDED));
        assertThat(found(database, account, revoked(true)))
                .containsExactly(host.serial().hex());
        assertThat(found(database, account, revoked(false)))
                .containsExactly(other.serial().hex());
    }

    @ParameterizedTest
    @EnumSource
    void aTeamFindsItsOwnPageByPage(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        stored(database, account);
        Optional<UUID> team = Optional.of(account.provisioner().authority().team());
        database.transact(entityManager -> {
            Certificates certificates = CertificateScene.certificates(entityManager);
            Page<Certificate> page = certificates.page(team, ALL, PageRequest.of(Optional.empty(), 1));
            assertThat(page.items()).hasSize(1);
            Page<Certificate> last = certificates.page(team, ALL, PageRequest.of(page.next(), 1));
            assertThat(last.items()).hasSize(1).isNotEqualTo(page.items());
            assertThat(last.next()).isEmpty();
            assertThat(certificates
                            .page(
                                    Optional.of(
                                            elsewhere.provisioner().authority().team()),
                                    ALL,
                                    PageRequest.of(Optional.empty(), 1))
                            .items())
                    .isEmpty();
        });
    }

    private void stored(TestDatabase database, Account account) {
        for (IssuedCertificate each : List.of(host, other)) {
            database.transact(entityManager -> CertificateScene.stored(entityManager, account, each));
        }
    }

    /** The serials of what that account's team finds; the two were made in the same millisecond, so in no order. */
    private static List<String> found(TestDatabase database, Account account, CertificateSearch search) {
        Optional<UUID> team = Optional.of(account.provisioner().authority().team());
        return database.inTransaction(entityManager -> {
            List<String> serials = new ArrayList<>();
            CertificateScene.certificates(entityManager)
                    .page(team, search, PageRequest.of(Optional.empty(), 10))
                    .items()
                    .forEach(each -> serials.add(each.serial()));
            return serials;
        });
    }

    private static CertificateSearch named(String name) {
        return search(Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static CertificateSearch containing(String part) {
        return search(Optional.empty(), Optional.of(part), Optional.empty());
    }

    private static CertificateSearch serial(String hex) {
        return search(Optional.empty(), Optional.empty(), Optional.of(hex));
    }

    private static CertificateSearch search(Optional<String> name, Optional<String> part, Optional<String> serial) {
        return new CertificateSearch(
                Optional.<UUID>empty(),
                Optional.<ResourceId>empty(),
                name,
                part,
                serial,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Expiring in an interval after the end of the certificates. */
    private CertificateSearch expiring(Duration from, Duration before) {
        return new CertificateSearch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(host.notAfter().plus(from)),
                Optional.of(host.notAfter().plus(before)),
                Optional.empty());
    }

    private static CertificateSearch revoked(boolean revoked) {
        return new CertificateSearch(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(revoked));
    }
}
