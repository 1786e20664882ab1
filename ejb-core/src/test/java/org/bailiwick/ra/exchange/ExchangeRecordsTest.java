package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of exchanges. */
class ExchangeRecordsTest {

    private static final Instant NOW = Population.NOW;

    @ParameterizedTest
    @EnumSource
    void aMessageIsAnsweredAlikeAndItsTransactionIsKnown(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        MessageKey first = message(branch, "01", "a");
        assertThat(at(database, NOW, records -> records.answerTo(first))).isEmpty();
        assertThat(at(database, NOW, records -> records.isBegun(first))).isFalse();

        keep(database, NOW, first, "first answer");
        keep(database, NOW.plusSeconds(1), message(branch, "01", "b"), "second answer");
        keep(database, NOW.plusSeconds(2), message(branch, "02", "a"), "another transaction");

        assertThat(at(database, NOW, records -> records.answerTo(first))).contains(octets("first answer"));
        MessageKey next = message(branch, "01", "c");
        assertThat(at(database, NOW, records -> records.isBegun(next))).isTrue();
        assertThat(at(database, NOW, records -> records.before(next, nonce("second answer"))))
                .isPresent();
        assertThat(at(database, NOW, records -> records.before(next, nonce("another transaction"))))
                .isEmpty();
        assertThat(at(database, NOW, records -> records.answerTo(message(branch(database), "01", "a"))))
                .as("another registration authority")
                .isEmpty();
        assertThatExceptionOfType(ConstraintViolationException.class)
                .isThrownBy(() -> keep(database, NOW, first, "again"));
    }

    @ParameterizedTest
    @EnumSource
    void whatBeganATransactionIsCountedAndAfterADayForgotten(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        keep(database, NOW, message(branch, "01", "a"), "answer");
        keep(database, NOW.plusSeconds(90), message(branch, "02", "a"), "answer");
        assertThat(at(
                        database,
                        NOW.plusSeconds(30),
                        records -> records.begunWithin(branch.id(), Duration.ofMinutes(1))))
                .isEqualTo(2);
        assertThat(at(
                        database,
                        NOW.plusSeconds(100),
                        records -> records.begunWithin(branch.id(), Duration.ofMinutes(1))))
                .isEqualTo(1);
        at(database, NOW, records -> records.forget(NOW.plusSeconds(1), 1_000));
        assertThat(at(database, NOW, records -> records.isBegun(message(branch, "01", "a"))))
                .isFalse();
        assertThat(at(database, NOW, records -> records.isBegun(message(branch, "02", "a"))))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodyConfirmsIsFoundAnHourAfterItWentOut(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        Certificate certificate = relayed(database, branch);
        UUID request = certificate.relayedRequest().orElseThrow();
        assertThat(at(database, NOW, records -> records.outcome(request).certificate()))
                .isPresent();
        assertThat(at(database, NOW, records -> records.unconfirmed(NOW, 1_000)))
                .extracting(RequestOutcome::request)
                .doesNotContain(request);
        assertThat(at(database, NOW, records -> records.unconfirmed(NOW.plusSeconds(1), 1_000)))
                .extracting(RequestOutcome::request)
                .contains(request);
        at(database, NOW, records -> {
            records.endConfirmation(request);
            return request;
        });
        assertThat(at(database, NOW, records -> records.unconfirmed(NOW.plusSeconds(1), 1_000)))
                .extracting(RequestOutcome::request)
                .doesNotContain(request);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatOneRelayedItselfIsFoundByItsNumber(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        Certificate certificate = relayed(database, branch);
        var serial = certificate.contents().orElseThrow().serial();
        assertThat(at(database, NOW, records -> records.relayed(branch, serial)).map(Certificate::id))
                .contains(certificate.id());
        RegistrationAuthority neighbour = database.inTransaction(
                entityManager -> RelayScene.registrationAuthority(entityManager, branch.provisioner()));
        assertThat(at(database, NOW, records -> records.relayed(neighbour, serial)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void secretsThatExpiredAreForgottenAndBeingSeenIsNoted(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        at(database, NOW, records -> {
            records.see(branch.id());
            return branch;
        });
        at(database, NOW.plusSeconds(30), records -> {
            records.see(branch.id());
            return branch;
        });
        at(database, NOW, records -> records.forgetSecrets(RelayScene.EXPIRY.plusSeconds(1)));
        RegistrationAuthority read =
                database.inTransaction(entityManager -> RelayScene.registrationAuthorities(entityManager)
                        .withId(branch.id())
                        .orElseThrow());
        assertThat(read.lastSeenAt()).contains(NOW);
        assertThat(read.secret()).isEmpty();
    }

    private static RegistrationAuthority branch(TestDatabase database) {
        return database.inTransaction(entityManager ->
                RelayScene.registrationAuthority(entityManager, RelayScene.provisioner(entityManager)));
    }

    private static Certificate relayed(TestDatabase database, RegistrationAuthority by) {
        return database.inTransaction(entityManager -> CertificateScene.ofRelayedRequest(
                entityManager,
                by,
                RelayScene.message(Optional.empty()),
                CertificateScene.issued(Population.key(), "a.corp")));
    }

    private static MessageKey message(RegistrationAuthority branch, String transaction, String text) {
        return new MessageKey(branch.id(), transaction, text.repeat(64));
    }

    private static void keep(TestDatabase database, Instant now, MessageKey message, String answer) {
        at(database, now, records -> {
            records.keep(message, true, Optional.empty(), octets(answer), nonce(answer));
            return message;
        });
    }

    private static String nonce(String answer) {
        return HexFormat.of().formatHex(octets(answer));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static <T> T at(TestDatabase database, Instant now, Function<ExchangeRecords, T> work) {
        return database.inTransaction(entityManager -> work.apply(records(entityManager, now)));
    }

    private static ExchangeRecords records(EntityManager entityManager, Instant now) {
        return Injected.into(
                new ExchangeRecords(),
                RelayScene.registrationAuthorities(entityManager),
                RelayScene.requests(entityManager),
                CertificateScene.certificates(entityManager),
                Injected.into(new CmpExchanges(), entityManager),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
