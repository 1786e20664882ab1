package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.ejb.EJBException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
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
        assertThat(at(database, NOW).answerTo(first)).isEmpty();
        assertThat(at(database, NOW).isBegun(first)).isFalse();

        keep(database, NOW, first, "first answer");
        keep(database, NOW.plusSeconds(1), message(branch, "01", "b"), "second answer");
        keep(database, NOW.plusSeconds(2), message(branch, "02", "a"), "another transaction");

        assertThat(at(database, NOW).answerTo(first)).contains(octets("first answer"));
        MessageKey next = message(branch, "01", "c");
        assertThat(at(database, NOW).isBegun(next)).isTrue();
        assertThat(at(database, NOW).before(next, nonce("second answer"))).isPresent();
        assertThat(at(database, NOW).before(next, nonce("another transaction"))).isEmpty();
        assertThat(at(database, NOW).answerTo(message(branch(database), "01", "a")))
                .as("another registration authority")
                .isEmpty();
        assertThatExceptionOfType(EJBException.class).isThrownBy(() -> keep(database, NOW, first, "again"));
    }

    @ParameterizedTest
    @EnumSource
    void whatBeganATransactionIsCountedAndAfterADayForgotten(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        keep(database, NOW, message(branch, "01", "a"), "answer");
        keep(database, NOW.plusSeconds(90), message(branch, "02", "a"), "answer");
        assertThat(at(database, NOW.plusSeconds(30)).answeredWithin(branch.id(), true, Duration.ofMinutes(1)))
                .isEqualTo(2);
        assertThat(at(database, NOW.plusSeconds(100)).answeredWithin(branch.id(), true, Duration.ofMinutes(1)))
                .isEqualTo(1);
        assertThat(at(database, NOW.plusSeconds(30)).answeredWithin(branch.id(), false, Duration.ofMinutes(1)))
                .isZero();
        at(database, NOW).forget(NOW.plusSeconds(1), 1_000);
        assertThat(at(database, NOW).isBegun(message(branch, "01", "a"))).isFalse();
        assertThat(at(database, NOW).isBegun(message(branch, "02", "a"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodyConfirmsIsFoundAnHourAfterItWentOut(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        Certificate certificate = relayed(database, branch);
        UUID request = certificate.relayedRequest().orElseThrow();
        assertThat(at(database, NOW).outcome(request).certificate()).isPresent();
        assertThat(at(database, NOW).unconfirmed(NOW, 1_000))
                .extracting(RequestOutcome::request)
                .doesNotContain(request);
        assertThat(at(database, NOW).unconfirmed(NOW.plusSeconds(1), 1_000))
                .extracting(RequestOutcome::request)
                .contains(request);
        at(database, NOW).endConfirmation(request);
        assertThat(at(database, NOW).unconfirmed(NOW.plusSeconds(1), 1_000))
                .extracting(RequestOutcome::request)
                .doesNotContain(request);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatOneRelayedItselfIsFoundByItsNumber(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        Certificate certificate = relayed(database, branch);
        var serial = certificate.contents().orElseThrow().serial();
        assertThat(at(database, NOW).relayed(branch, serial).map(Certificate::id))
                .contains(certificate.id());
        RegistrationAuthority neighbour = database.inTransaction(
                entityManager -> RelayScene.registrationAuthority(entityManager, branch.provisioner()));
        assertThat(at(database, NOW).relayed(neighbour, serial)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void secretsThatExpiredAreForgottenAndBeingSeenIsNoted(TestDatabase database) {
        RegistrationAuthority branch = branch(database);
        at(database, NOW).see(branch.id());
        at(database, NOW.plusSeconds(30)).see(branch.id());
        at(database, NOW).forgetSecrets(RelayScene.EXPIRY.plusSeconds(1));
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
        at(database, now).keep(message, true, Optional.empty(), octets(answer), nonce(answer));
    }

    private static String nonce(String answer) {
        return HexFormat.of().formatHex(octets(answer));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ExchangeRecords at(TestDatabase database, Instant now) {
        return new TransactedRecords(database, Clock.fixed(now, ZoneOffset.UTC));
    }
}
