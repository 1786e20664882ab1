package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.account.Account;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.IssuedRevocationList;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.RevocationListIssuer;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.RevokedSerials;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.Origin;
import org.bailiwick.certificate.RevokedSerial;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationListsTest {

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final RevocationListIssuer LISTS = AUTHORITY.lists();
    private static final Instant NOW = Population.NOW;
    private static final Settings SETTINGS = Settings.of(Map.of("bailiwick.data", "/data"));

    @ParameterizedTest
    @EnumSource
    void eachListHasTheNextNumberAndTheNewestIsFoundByTheKey(TestDatabase database) {
        Issuer issuer = issuer(database);
        KeyFingerprint key = database.inTransaction(
                entityManager -> entityManager.find(Issuer.class, issuer.id()).keyFingerprint());
        database.transact(entityManager ->
                assertThat(lists(entityManager, NOW).newest(key)).isEmpty());
        for (int number = 1; number <= 3; number++) {
            long expected = NOW.getEpochSecond() + number;
            assertThat(publish(database, issuer, NOW.plusSeconds(number), 0)).isTrue();
            database.transact(entityManager -> assertThat(
                            lists(entityManager, NOW).newest(key))
                    .hasValueSatisfying(list -> assertThat(list.number()).isEqualTo(expected)));
        }
        assertThat(audited(database, issuer)).hasSize(3).anySatisfy(event -> assertThat(event)
                .contains(
                        "\"number\":" + (NOW.getEpochSecond() + 3),
                        "\"entries\":0",
                        "\"nextUpdate\":\"2027-04-04T01:30:03Z\""));
    }

    /** RFC 5280 §5.2.3: "monotonically increasing", whatever the clock does. */
    @ParameterizedTest
    @EnumSource
    void aClockThatWasPutBackMakesNoSmallerNumber(TestDatabase database) {
        Issuer issuer = issuer(database);
        assertThat(publish(database, issuer, NOW, 0)).isTrue();
        assertThat(publish(database, issuer, NOW.minus(Duration.ofDays(400)), 0))
                .isTrue();
        assertThat(numbers(database, issuer)).containsExactly(NOW.getEpochSecond(), NOW.getEpochSecond() + 1);
    }

    /** Who changes something else of the issuer has read a number that is old by then. */
    @ParameterizedTest
    @EnumSource
    void whoRetiresAnIssuerMeanwhileLeavesTheNumberAlone(TestDatabase database) {
        Issuer issuer = issuer(database);
        database.transact(entityManager -> {
            Issuer read = entityManager.find(Issuer.class, issuer.id());
            assertThat(read.crlNumber()).isZero();
            assertThat(publish(database, issuer, NOW, 0)).isTrue();
            read.retire(NOW);
        });
        database.transact(entityManager -> assertThat(entityManager.find(Issuer.class, issuer.id()))
                .satisfies(retired -> {
                    assertThat(retired.active()).isFalse();
                    assertThat(retired.crlNumber()).isEqualTo(NOW.getEpochSecond());
                }));
    }

    /** Two nodes of which each took the other for dead. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoPublishOneNumberOneDoes(TestDatabase database) {
        Issuer issuer = issuer(database);
        for (int round = 1; round <= 5; round++) {
            Edition edition = database.inTransaction(
                    entityManager -> lists(entityManager, NOW).next(issuer.id()));
            IssuedRevocationList issued = issued(edition, 0);
            assertThat(Rivals.both(
                            database, entityManager -> lists(entityManager, NOW).publish(edition, issued, 0)))
                    .containsExactlyInAnyOrder(true, false);
            assertThat(edition.number()).isEqualTo(NOW.getEpochSecond() + round - 1);
        }
        assertThat(audited(database, issuer)).hasSize(5);
    }

    /** However long the token took: what was revoked meanwhile is not forgotten. */
    @ParameterizedTest
    @EnumSource
    void aRevocationMakesAListDueUntilOneHasBegunAfterIt(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate first = stored(database, account, Optional.empty());
        Certificate second = stored(database, account, Optional.of(first.issuer()));
        Issuer issuer = database.inTransaction(entityManager -> entityManager.find(Issuer.class, first.issuer()));
        publish(database, issuer, NOW, 0);
        assertThat(due(database, NOW)).doesNotContain(issuer.id());

        revoke(database, first);
        assertThat(due(database, NOW)).contains(issuer.id());
        Edition edition = database.inTransaction(
                entityManager -> lists(entityManager, NOW).next(issuer.id()));
        assertThat(edition.unlisted()).containsExactly(first.id().value());
        revoke(database, second);
        database.transact(entityManager -> lists(entityManager, NOW).publish(edition, issued(edition, 1), 1));

        assertThat(due(database, NOW.plusSeconds(1))).contains(issuer.id());
        publish(database, issuer, NOW, 2);
        assertThat(due(database, NOW.plusSeconds(1))).doesNotContain(issuer.id());
    }

    /** Nobody knows whether it was signed, so nobody may trust it. */
    @ParameterizedTest
    @EnumSource
    void aSerialThatIsRevokedFromTheBeginningMakesAListDue(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate known = stored(database, account, Optional.empty());
        Issuer issuer = database.inTransaction(entityManager -> entityManager.find(Issuer.class, known.issuer()));
        publish(database, issuer, NOW, 0);
        String serial = SerialNumber.random().hex();
        database.transact(entityManager -> CertificateScene.certificates(entityManager)
                .add(Certificate.unknown(origin(account, issuer.id()), serial, NOW, NOW.plusSeconds(60), NOW)));
        assertThat(due(database, NOW)).contains(issuer.id());
        assertThat(revoked(database, issuer, Instant.EPOCH))
                .containsExactly(
                        new RevokedSerial(SerialNumber.ofHex(serial), NOW, RevocationReason.CESSATION_OF_OPERATION));
    }

    @ParameterizedTest
    @EnumSource
    void aListIsDueByScheduleAndIfThereIsNone(TestDatabase database) {
        Issuer issuer = issuer(database);
        assertThat(due(database, NOW)).contains(issuer.id());
        publish(database, issuer, NOW, 0);
        assertThat(due(database, NOW.plus(Duration.ofHours(23)))).doesNotContain(issuer.id());
        assertThat(due(database, NOW.plus(Duration.ofHours(24)))).contains(issuer.id());
        assertThat(due(database, NOW.minus(Duration.ofHours(2))))
                .as("the node that published it has a clock that is ahead")
                .contains(issuer.id());
    }

    @ParameterizedTest
    @EnumSource
    void itsOctetsAreReadPartByPart(TestDatabase database) {
        Issuer issuer = issuer(database);
        Edition edition = database.inTransaction(
                entityManager -> lists(entityManager, NOW).next(issuer.id()));
        IssuedRevocationList issued = issued(edition, 12_000);
        database.transact(entityManager -> lists(entityManager, NOW).publish(edition, issued, 12_000));

        database.transact(entityManager -> {
            RevocationLists lists = lists(entityManager, NOW);
            RevocationList list = entityManager
                    .createQuery("select l from RevocationList l where l.issuer = :issuer", RevocationList.class)
                    .setParameter("issuer", issuer.id())
                    .getSingleResult();
            assertThat(list.octets()).isGreaterThan(RevocationListPart.OCTETS).isEqualTo(issued.length());
            assertThat(list.entries()).isEqualTo(12_000);
            PublishedRevocationLists published = Injected.into(new PublishedRevocationLists(), lists);
            for (int times = 0; times < 2; times++) {
                assertThat(written(published, list)).isEqualTo(octets(issued));
            }
            assertThat(lists.part(list.id(), 2)).isEmpty();
        });
    }

    /** What anybody asked about is there whole, until it is over; what nobody asked about is not. */
    @ParameterizedTest
    @EnumSource
    void whileTheDatabaseIsAwayTheLastListIsServed(TestDatabase database) {
        Issuer issuer = issuer(database);
        KeyFingerprint key = database.inTransaction(
                entityManager -> entityManager.find(Issuer.class, issuer.id()).keyFingerprint());
        Edition edition = database.inTransaction(
                entityManager -> lists(entityManager, NOW).next(issuer.id()));
        IssuedRevocationList issued = issued(edition, 12_000);
        database.transact(entityManager -> lists(entityManager, NOW).publish(edition, issued, 12_000));

        database.transact(entityManager -> {
            ListsThatGoAway lists = new ListsThatGoAway(lists(entityManager, NOW));
            Clock clock = Clock.fixed(edition.nextUpdate().minusSeconds(1), ZoneOffset.UTC);
            PublishedRevocationLists published = Injected.into(new PublishedRevocationLists(), lists, clock);
            lists.away = true;
            assertThatThrownBy(() -> published.find(key)).isInstanceOf(PersistenceException.class);
            lists.away = false;
            assertThat(published.find(key)).isPresent();
            lists.away = true;
            assertThat(published.find(key)).hasValueSatisfying(list -> assertThat(written(published, list))
                    .isEqualTo(octets(issued)));
            Injected.into(published, Clock.fixed(edition.nextUpdate(), ZoneOffset.UTC));
            assertThatThrownBy(() -> published.find(key)).isInstanceOf(PersistenceException.class);
        });
    }

    /** Those in the database, as long as that is not away. */
    private static final class ListsThatGoAway extends RevocationLists {

        private final RevocationLists there;
        private boolean away;

        ListsThatGoAway(RevocationLists there) {
            this.there = there;
        }

        @Override
        Optional<RevocationList> newest(KeyFingerprint key) {
            return ask().newest(key);
        }

        @Override
        Optional<byte[]> part(UUID list, int position) {
            return ask().part(list, position);
        }

        private RevocationLists ask() {
            if (away) {
                throw new PersistenceException("away");
            }
            return there;
        }
    }

    /** Whoever downloads one has ten minutes, and three stay however old they are. */
    @ParameterizedTest
    @EnumSource
    void oldListsAreForgotten(TestDatabase database) {
        Issuer issuer = issuer(database);
        for (int number = 0; number < 5; number++) {
            publish(database, issuer, NOW.plus(Duration.ofMinutes(2L * number)), 1);
        }
        long first = NOW.getEpochSecond();
        assertThat(numbers(database, issuer))
                .containsExactly(first, first + 120, first + 240, first + 360, first + 480);
        publish(database, issuer, NOW.plus(Duration.ofDays(30)), 1);
        assertThat(numbers(database, issuer))
                .containsExactly(
                        first + 360, first + 480, first + Duration.ofDays(30).toSeconds());
        assertThat(database.<Long>inTransaction(entityManager -> entityManager
                        .createQuery(
                                """
                                select count(p) from RevocationListPart p, RevocationList l
                                where p.partOf = l.id and l.issuer = :issuer""",
                                Long.class)
                        .setParameter("issuer", issuer.id())
                        .getSingleResult()))
                .isEqualTo(3);
    }

    /** In the order of the serials, a page after the other, without those that ended long ago. */
    @ParameterizedTest
    @EnumSource
    void whatIsRevokedIsReadInPages(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Certificate known = stored(database, account, Optional.empty());
        Issuer issuer = database.inTransaction(entityManager -> entityManager.find(Issuer.class, known.issuer()));
        List<String> serials = List.of("0f", "10", "1000", "ab", "ab00", "ff");
        database.transact(entityManager -> serials.forEach(serial -> CertificateScene.certificates(entityManager)
                .add(Certificate.unknown(
                        origin(account, issuer.id()),
                        serial,
                        NOW,
                        serial.equals("ab") ? NOW.plusSeconds(10) : NOW.plusSeconds(60),
                        NOW))));
        assertThat(revoked(database, issuer, Instant.EPOCH))
                .extracting(each -> each.serial().hex())
                .isEqualTo(serials);
        assertThat(revoked(database, issuer, NOW.plusSeconds(10)))
                .as("it ended at that moment, not before")
                .hasSize(6);
        assertThat(revoked(database, issuer, NOW.plusSeconds(11)))
                .extracting(each -> each.serial().hex())
                .containsExactly("0f", "10", "1000", "ab00", "ff");
        revoke(database, known);
        assertThat(revoked(database, issuer, Instant.EPOCH))
                .contains(new RevokedSerial(SerialNumber.ofHex(known.serial()), NOW, RevocationReason.SUPERSEDED));
    }

    private static List<RevokedSerial> revoked(TestDatabase database, Issuer issuer, Instant endedBefore) {
        return database.inTransaction(entityManager -> {
            Certificates certificates = CertificateScene.certificates(entityManager);
            List<RevokedSerial> all = new ArrayList<>();
            List<RevokedSerial> page;
            do {
                String after =
                        all.isEmpty() ? "" : all.get(all.size() - 1).serial().hex();
                page = certificates.revoked(issuer, endedBefore, after, 2);
                all.addAll(page);
            } while (page.size() == 2);
            return all;
        });
    }

    private static Issuer issuer(TestDatabase database) {
        return database.inTransaction(entityManager -> Population.issuer(
                entityManager,
                Population.authority(entityManager).id(),
                AUTHORITY.chain().pem()));
    }

    private static Certificate stored(TestDatabase database, Account account, Optional<UUID> issuer) {
        return database.inTransaction(entityManager -> {
            var issued = CertificateScene.issued(Population.key(), "host.corp");
            if (issuer.isEmpty()) {
                return CertificateScene.stored(entityManager, account, issued);
            }
            Certificate certificate = Certificate.of(origin(account, issuer.get()), issued, NOW);
            entityManager.persist(certificate);
            return certificate;
        });
    }

    private static Origin origin(Account account, UUID issuer) {
        return new Origin(
                account.provisioner().authority().id(),
                issuer,
                Optional.of(account.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void revoke(TestDatabase database, Certificate certificate) {
        database.transact(entityManager -> CertificateScene.certificates(entityManager)
                .revoke(
                        entityManager.find(Certificate.class, certificate.id().value()),
                        RevocationReason.SUPERSEDED,
                        NOW));
    }

    private static boolean publish(TestDatabase database, Issuer issuer, Instant now, int entries) {
        Edition edition = database.inTransaction(
                entityManager -> lists(entityManager, now).next(issuer.id()));
        IssuedRevocationList issued = issued(edition, entries);
        return database.inTransaction(entityManager -> lists(entityManager, now).publish(edition, issued, 0));
    }

    private static IssuedRevocationList issued(Edition edition, int entries) {
        RevokedSerials revoked = new RevokedSerials();
        IntStream.range(0, entries)
                .forEach(i -> revoked.add(
                        SerialNumber.ofHex("%08x".formatted(0x01000000 + i)), NOW, RevocationReason.UNSPECIFIED));
        return LISTS.issue(LISTS.prepare(edition.number(), edition.thisUpdate(), edition.nextUpdate(), revoked));
    }

    private static Set<UUID> due(TestDatabase database, Instant now) {
        return database.inTransaction(entityManager -> lists(entityManager, now).due());
    }

    private static List<Long> numbers(TestDatabase database, Issuer issuer) {
        return database.inTransaction(entityManager -> entityManager
                .createQuery(
                        "select l.number from RevocationList l where l.issuer = :issuer order by l.number", Long.class)
                .setParameter("issuer", issuer.id())
                .getResultList());
    }

    private static List<String> audited(TestDatabase database, Issuer issuer) {
        List<?> documents = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'crl-published' and document like :issuer",
                        String.class)
                .setParameter("issuer", "%" + issuer.id() + "%")
                .getResultList());
        return documents.stream().map(String::valueOf).toList();
    }

    private static byte[] written(PublishedRevocationLists published, RevocationList list) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            published.write(list, out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] octets(IssuedRevocationList issued) {
        try (InputStream der = issued.open()) {
            return der.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static RevocationLists lists(EntityManager entityManager, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return Injected.into(
                new RevocationLists(),
                entityManager,
                Injected.into(new Authorities(), entityManager),
                Injected.into(new AuditLog(), entityManager, clock),
                SETTINGS,
                clock);
    }
}
