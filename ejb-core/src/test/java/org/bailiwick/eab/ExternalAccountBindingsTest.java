package org.bailiwick.eab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.eab.ExternalAccountBindings.Applicant;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told what (RFC 8555 §7.3.4). */
class ExternalAccountBindingsTest {

    private static final Clock LATE = Clock.offset(KeyScene.CLOCK, Duration.ofHours(1));

    @ParameterizedTest
    @EnumSource
    void theRightSecretIsAcceptedByEachAlgorithmThatTheKeyAllows(TestDatabase database) {
        IssuedKey key = key(database, KeyScene.terms(1));
        for (MacAlgorithm algorithm : MacAlgorithm.values()) {
            VerifiedBinding verified =
                    database.inTransaction(entityManager -> KeyScene.bindings(entityManager, KeyScene.CLOCK)
                            .verify(key.key().provisioner().id(), KeyScene.binding(key, algorithm), somebody()));
            assertThat(verified.key()).isEqualTo(key.key().id().value());
            assertThat(verified.secretNumber()).isEqualTo(1);
        }
    }

    /** All the same sentence: nothing tells a stranger which of them it was. */
    @ParameterizedTest
    @EnumSource
    void aStrangerIsToldThatItIsRefusedAndNothingElse(TestDatabase database) {
        List<String> sentences = new ArrayList<>();
        IssuedKey key = key(database, KeyScene.terms(1));
        IssuedKey unknown = new IssuedKey(
                new ExternalAccountKey(
                        ResourceId.random(KeyScene.NOW),
                        key.key().provisioner(),
                        KeyScene.terms(1),
                        new SealedSecret("x", new byte[1]),
                        KeyScene.NOW),
                key.secret());
        sentences.add(refusal(database, unknown, key.key(), List.of()));

        IssuedKey wrong = new IssuedKey(key.key(), ExternalAccountSecret.random());
        sentences.add(refusal(database, wrong, key.key(), List.of("WRONG_MAC")));

        IssuedKey elsewhere = key(database, KeyScene.terms(1));
        sentences.add(refusal(database, elsewhere, key.key(), List.of()));

        IssuedKey used = key(database, KeyScene.terms(1));
        change(database, used, found -> found.bind(1, KeyScene.NOW));
        sentences.add(refusal(database, used, used.key(), List.of("USED_UP")));

        IssuedKey revoked = key(database, KeyScene.terms(1));
        change(database, revoked, found -> found.revoke(KeyScene.NOW));
        sentences.add(refusal(database, revoked, revoked.key(), List.of("REVOKED")));

        IssuedKey other = key(
                database,
                new KeyTerms(
                        Population.name().value(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(MacAlgorithm.HS512),
                        1,
                        List.of(),
                        Optional.empty()));
        sentences.add(refusal(database, other, other.key(), List.of("ALGORITHM_NOT_ALLOWED")));

        assertThat(sentences).hasSize(6).containsOnly(sentences.get(0));
    }

    /** He has shown the secret. */
    @ParameterizedTest
    @EnumSource
    void whoHasTheSecretIsToldWhyItIsOfNoUse(TestDatabase database) {
        IssuedKey suspended = key(database, KeyScene.terms(1));
        change(database, suspended, found -> found.suspend(KeyScene.NOW));
        assertThat(refusal(database, suspended, suspended.key(), List.of("SUSPENDED")))
                .contains("is suspended");
        IssuedKey wrong = new IssuedKey(suspended.key(), ExternalAccountSecret.random());
        assertThat(refusal(database, wrong, suspended.key(), List.of("SUSPENDED", "WRONG_MAC")))
                .doesNotContain("suspended");

        IssuedKey expired = key(database, KeyScene.terms(1));
        database.transact(entityManager -> assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> KeyScene.bindings(entityManager, LATE)
                        .verify(
                                expired.key().provisioner().id(),
                                KeyScene.binding(expired, MacAlgorithm.HS256),
                                somebody()))
                .withMessageContaining("expired at"));
    }

    private static Applicant somebody() {
        return new Applicant(Population.key().thumbprint(), InetAddress.getLoopbackAddress());
    }

    private static String refusal(
            TestDatabase database, IssuedKey shown, ExternalAccountKey at, List<String> recorded) {
        String sentence = database.inTransaction(entityManager -> {
            try {
                KeyScene.bindings(entityManager, KeyScene.CLOCK)
                        .verify(at.provisioner().id(), KeyScene.binding(shown, MacAlgorithm.HS256), somebody());
                throw new AssertionError("was accepted");
            } catch (AcmeException refused) {
                assertThat(refused.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED);
                return refused.problem().detail();
            }
        });
        List<String> written = KeyScene.refusals(shown.key());
        assertThat(written).hasSameSizeAs(recorded);
        assertThat(recorded).allSatisfy(word -> assertThat(written)
                .anySatisfy(document -> assertThat(document).contains("\"" + word + "\"")));
        return sentence;
    }

    private static IssuedKey key(TestDatabase database, KeyTerms terms) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = Population.provisioner(entityManager);
            return KeyScene.key(entityManager, provisioner, terms);
        });
    }

    private static void change(TestDatabase database, IssuedKey key, Consumer<ExternalAccountKey> change) {
        database.transact(entityManager ->
                change.accept(KeyScene.keys(entityManager).lock(key.key().id()).orElseThrow()));
    }
}
