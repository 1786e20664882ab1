package org.bailiwick.upstream.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateRevoked;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.schema.Heard;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.upstream.Upstream;
import org.bailiwick.upstream.outbox.ScriptedCa.Act;
import org.bailiwick.upstream.outbox.ScriptedCa.Died;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What another CA is asked for, from finalize to its end, whatever comes in between. */
class OutboxTest {

    @ParameterizedTest
    @EnumSource
    void anOrderGetsTheCertificateThatTheCaMade(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        assertThat(scene.status()).isEqualTo(OrderStatus.PROCESSING);
        assertThat(scene.jobs).containsExactly(entry.toString());

        assertThat(scene.attempt(entry)).isEmpty();

        assertThat(scene.status()).isEqualTo(OrderStatus.VALID);
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.jobs).isEmpty();
        assertThat(scene.certificates()).singleElement().satisfies(certificate -> {
            assertThat(certificate.der()).contains(scene.scripted.given.get(scene.order.value()));
            assertThat(certificate.order()).contains(scene.order);
            assertThat(issuer(scene, certificate).remote()).isTrue();
            assertThat(issuer(scene, certificate).chain())
                    .isEqualTo(scene.ca.chain().pem());
        });
        assertThat(scene.audited(scene.order.toString()))
                .singleElement()
                .asString()
                .startsWith("certificate-issued")
                .contains("host.corp", "\"permittedBy\":{\"authority\":[\"allow dns **.corp\"]}");
    }

    private static Issuer issuer(RelayScene scene, Certificate certificate) {
        return scene.database.inTransaction(entityManager -> entityManager.find(Issuer.class, certificate.issuer()));
    }

    static Stream<Arguments> troubles() {
        return Stream.of(TestDatabase.values()).flatMap(database -> Stream.of(
                        List.of(Act.AWAY),
                        List.of(Act.AWAY, Act.AWAY, Act.AWAY),
                        List.of(Act.LOSE_ANSWER),
                        List.of(Act.OUTLIVE_US),
                        List.of(Act.AWAY, Act.LOSE_ANSWER, Act.OUTLIVE_US),
                        List.of(Act.WAIT),
                        List.of(Act.WAIT, Act.AWAY, Act.WAIT, Act.LOSE_ANSWER))
                .map(acts -> Arguments.of(database, acts)));
    }

    /** Nothing is issued twice, nothing is lost, and nothing stays unrecorded. */
    @ParameterizedTest
    @MethodSource("troubles")
    void whateverComesInBetweenThereIsOneCertificate(TestDatabase database, List<Act> acts) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(acts.toArray(Act[]::new));
        for (int i = 0; i < acts.size(); i++) {
            Optional<Instant> next = attempted(scene, entry);
            assertThat(scene.status()).isEqualTo(OrderStatus.PROCESSING);
            next.ifPresent(when -> assertThat(when)
                    .isBetween(scene.now().plusSeconds(1), scene.now().plusSeconds(61)));
            // what was asked once is asked again as it was, and later anew
            scene.pass(Duration.ofMinutes(1).multipliedBy(1 + i * 3L));
        }
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.status()).isEqualTo(OrderStatus.VALID);
        assertThat(scene.scripted.given).hasSize(1);
        assertThat(scene.certificates()).singleElement().satisfies(certificate -> assertThat(certificate.der())
                .contains(scene.scripted.given.get(scene.order.value())));
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.attempt(entry)).as("a job that comes late").isEmpty();
    }

    /** Empty if this server died. */
    private static Optional<Instant> attempted(RelayScene scene, UUID entry) {
        try {
            return scene.attempt(entry);
        } catch (Died dead) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameRequestIsSentAgainWhileItIsFreshAndOfTheSameKey(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.AWAY, Act.AWAY, Act.AWAY, Act.AWAY);
        scene.attempt(entry);
        scene.pass(Duration.ofMinutes(2));
        scene.attempt(entry);
        assertThat(scene.scripted.sent.get(1)).isEqualTo(scene.scripted.sent.get(0));
        scene.pass(Upstream.FRESH);
        scene.attempt(entry);
        assertThat(scene.scripted.sent.get(2)).isNotEqualTo(scene.scripted.sent.get(0));
        scene.key = "another key";
        scene.pass(OutboxWork.PAUSE);
        scene.attempt(entry);
        assertThat(scene.scripted.sent.get(3)).isNotEqualTo(scene.scripted.sent.get(2));
    }

    /** Thousands that wait would keep all threads busy. */
    @ParameterizedTest
    @EnumSource
    void aCaThatHasJustNotAnsweredIsLeftAloneForAMoment(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.AWAY, Act.AWAY);
        scene.attempt(entry);
        assertThat(scene.attempt(entry)).isPresent();
        assertThat(scene.scripted.sent).hasSize(1);
        assertThat(scene.entries().get(0).problem()).as("why it waits").contains("Nobody is there.");
        scene.pass(OutboxWork.PAUSE);
        scene.attempt(entry);
        assertThat(scene.scripted.sent).hasSize(2);
        scene.pass(OutboxWork.PAUSE);
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.status()).isEqualTo(OrderStatus.VALID);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWhoHaveTheAnswerOneStoresIt(TestDatabase database) {
        for (int round = 0; round < 10; round++) {
            RelayScene scene = RelayScene.in(database);
            UUID entry = scene.begin();
            CertificateChain path = scene.path(scene.ca.issue(scene.client, scene.now(), "host.corp"));
            List<Optional<Certificate>> stored = Rivals.both(
                    database, entityManager -> scene.outcome(entityManager).issued(entry, path, scene.now()));
            assertThat(stored.stream().filter(Optional::isPresent)).hasSize(1);
            assertThat(scene.certificates()).hasSize(1);
            assertThat(scene.status()).isEqualTo(OrderStatus.VALID);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatIsMoreThanWasAskedForIsNeverStoredAndRevokedThere(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.GIVE_TOO_MUCH);
        assertThat(scene.attempt(entry)).isEmpty();

        assertThat(scene.status()).isEqualTo(OrderStatus.INVALID);
        assertThat(scene.problem()).contains(OutboxOutcome.NOT_USABLE);
        assertThat(scene.certificates()).isEmpty();
        assertThat(scene.audited(scene.order.toString())).anySatisfy(event -> assertThat(event.toString())
                .startsWith("upstream-certificate-refused")
                .contains("valid for longer"));
        UUID revocation = scene.entries().get(0).id();
        assertThat(scene.jobs).containsExactly(revocation.toString());
        assertThat(scene.attempt(revocation)).isEmpty();
        assertThat(scene.scripted.revoked)
                .containsExactly(HexFormat.of().formatHex(scene.scripted.given.get(scene.order.value())));
        assertThat(scene.entries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheCaRefusesTheClientIsTold(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.REFUSE);
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.status()).isEqualTo(OrderStatus.INVALID);
        assertThat(scene.problem()).contains(ProblemType.REJECTED_IDENTIFIER.problem("The CA does not want this."));
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.jobs).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void afterTheDeadlineTheOrderFails(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.AWAY);
        assertThat(scene.attempt(entry)).isPresent();
        scene.pass(Duration.ofHours(24));
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.problem()).contains(OutboxWork.TOO_LATE);
        assertThat(scene.scripted.sent).hasSize(1);
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.audited(scene.order.toString())).anySatisfy(event -> assertThat(event.toString())
                .startsWith("upstream-order-failed")
                .contains("Nobody is there."));
    }

    @ParameterizedTest
    @EnumSource
    void anAccountThatEndedMeanwhileGetsNoCertificate(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        database.transact(entityManager ->
                entityManager.find(Account.class, scene.account.id().value()).deactivate(scene.now()));
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.problem()).contains(Account.DEACTIVATED);
        assertThat(scene.certificates()).isEmpty();
        assertThat(scene.entries()).singleElement().satisfies(left -> assertThat(left.order())
                .as("the CA is to revoke it")
                .isEmpty());
    }

    /** To have it revoked would end the other. */
    @ParameterizedTest
    @EnumSource
    void aSerialNumberThatIsThereAlreadyIsRefusedAndNotRevoked(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        scene.attempt(scene.begin());
        Order second = database.inTransaction(entityManager -> {
            Order ready = OrderScene.order(scene.account.id(), List.of(Fact.MET));
            entityManager.persist(ready);
            return ready;
        });
        UUID entry = scene.begin(second.id(), scene.client.csr());
        scene.scripted.given.put(second.id().value(), scene.scripted.given.get(scene.order.value()));
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.certificates()).hasSize(1);
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.scripted.revoked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anOrderIsFinalizedOnce(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        scene.begin();
        assertThatExceptionOfType(TooLateException.class)
                .isThrownBy(scene::begin)
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.ORDER_NOT_READY));
        assertThat(scene.entries()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRequestForOtherNamesIsRefusedAndNothingIsWritten(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() ->
                        scene.begin(scene.order, OtherCa.request("other.corp").csr()))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_CSR));
        assertThat(scene.entries()).isEmpty();
        assertThat(scene.jobs).isEmpty();
        assertThat(scene.status()).isEqualTo(OrderStatus.READY);
    }

    @ParameterizedTest
    @EnumSource
    void aRevocationIsRelayed(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        scene.attempt(scene.begin());
        UUID entry = revoked(scene);
        scene.scripted.will(Act.AWAY);
        assertThat(scene.attempt(entry)).isPresent();
        scene.pass(OutboxWork.PAUSE);
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.scripted.revoked)
                .containsExactly(HexFormat.of().formatHex(scene.scripted.given.get(scene.order.value())));
        assertThat(scene.entries()).isEmpty();
        assertThat(unlisted(scene)).as("its CRL is the CA's").isZero();
    }

    /** It is revoked here, and somebody must see that it is not there. */
    @ParameterizedTest
    @EnumSource
    void aRevocationThatTheCaRefusesStays(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        scene.attempt(scene.begin());
        UUID entry = revoked(scene);
        scene.scripted.will(Act.REFUSE);
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.attempt(entry)).as("a job that comes late").isEmpty();
        assertThat(scene.entries()).singleElement().satisfies(left -> {
            assertThat(left.failedAt()).isPresent();
            assertThat(left.problem()).contains("The CA does not want this.");
        });
        database.transact(
                entityManager -> entityManager.find(OutboxEntry.class, entry).tryNow(scene.now()));
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.scripted.revoked).hasSize(1);
        assertThat(scene.entries()).isEmpty();
    }

    /** It is still valid there; who presses the button means it. */
    @ParameterizedTest
    @EnumSource
    void aRevocationThatCameTooLateCanBeTriedAgain(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.GIVE_TOO_MUCH, Act.AWAY);
        assertThat(scene.attempt(entry)).isEmpty();
        UUID revocation = scene.entries().get(0).id();
        assertThat(scene.attempt(revocation)).isPresent();
        scene.pass(Duration.ofDays(8));
        assertThat(scene.attempt(revocation)).isEmpty();
        assertThat(scene.entries()).singleElement().satisfies(left -> {
            assertThat(left.failedAt()).isPresent();
            assertThat(left.problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("in time", "Nobody is there."));
        });
        database.transact(entityManager ->
                entityManager.find(OutboxEntry.class, revocation).tryNow(scene.now()));
        assertThat(scene.attempt(revocation)).isEmpty();
        assertThat(scene.scripted.revoked).hasSize(1);
        assertThat(scene.entries()).isEmpty();
    }

    /** The CA is at another point of the transaction than we: to poll it once more would be in vain. */
    @ParameterizedTest
    @EnumSource
    void aTransactionThatIsOverIsBegunAnew(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.WAIT, Act.OUT_OF_STEP);
        assertThat(scene.attempt(entry)).isPresent();
        assertThat(scene.attempt(entry)).isPresent();
        assertThat(scene.entries()).singleElement().satisfies(left -> assertThat(left.ticket())
                .isEmpty());
        scene.pass(OutboxWork.PAUSE);
        assertThat(scene.attempt(entry)).isEmpty();
        assertThat(scene.scripted.sent.get(2)).isNotEqualTo(scene.scripted.sent.get(0));
        assertThat(scene.status()).isEqualTo(OrderStatus.VALID);
    }

    /** Revokes the one certificate that there is. */
    private static UUID revoked(RelayScene scene) {
        scene.database.transact(entityManager -> {
            Heard<CertificateRevoked> heard = new Heard<>();
            Certificates certificates = Injected.into(new Certificates(), entityManager, heard);
            Certificate certificate = entityManager.find(
                    Certificate.class, scene.certificates().get(0).id().value());
            certificates.revoke(certificates.lock(certificate), RevocationReason.SUPERSEDED, scene.now());
            RelayedRevocations relayed = Injected.into(
                    new RelayedRevocations(),
                    scene.outbox(entityManager),
                    CertificateScene.certificates(entityManager),
                    scene.clock());
            heard.all().forEach(relayed::revoked);
        });
        return scene.entries().get(0).id();
    }

    private static long unlisted(RelayScene scene) {
        return scene.database.inTransaction(entityManager -> entityManager
                .createQuery(
                        "select count(u) from UnlistedRevocation u join Certificate c on c.id = u.certificate where c.authority = :authority",
                        Long.class)
                .setParameter("authority", scene.authority())
                .getSingleResult());
    }
}
