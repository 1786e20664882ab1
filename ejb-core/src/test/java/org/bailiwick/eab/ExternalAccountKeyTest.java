package org.bailiwick.eab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a key, which needs no database. */
class ExternalAccountKeyTest {

    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(60);
    private static final ResourceId ID = ResourceId.random(NOW);
    private static final PlainSecrets SECRETS = new PlainSecrets("secrets");
    private static final ExternalAccountSecret SECRET = ExternalAccountSecret.random();

    /** ABUSE P9: it is asked again at finalize. */
    @Test
    void aKeyIsForTheProfilesThatItNames() {
        ExternalAccountKey key = key(1);
        key.requireProfile("tlsserver");
        key.restrict(List.of("shortlived"));
        key.requireProfile("shortlived");
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> key.requireProfile("tlsserver"))
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID_PROFILE));
    }

    @Test
    void aNewKeyIsUnboundAndHasItsSecret() {
        ExternalAccountKey key = key(1);
        assertThat(key.statusAt(NOW)).isEqualTo(ExternalAccountKeyStatus.UNBOUND);
        assertThat(key.remainingUses()).isEqualTo(1);
        assertThat(opened(key)).isEqualTo(SECRET.base64url());
        assertThat(SECRET.base64url()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void withItsLastUseTheSecretIsErased() {
        ExternalAccountKey key = key(2);
        assertThat(key.bind(1, NOW)).isTrue();
        assertThat(key.statusAt(NOW)).isEqualTo(ExternalAccountKeyStatus.BOUND);
        assertThat(key.secret()).isPresent();
        assertThat(key.bind(1, NOW.plusSeconds(1))).isTrue();
        assertThat(key.secret()).isEmpty();
        assertThat(key.remainingUses()).isZero();
        assertThat(key.boundAt()).contains(NOW.plusSeconds(1));

        assertThat(key.bind(1, NOW.plusSeconds(2))).isFalse();
        assertThat(key.boundAt()).contains(NOW.plusSeconds(1));
    }

    @Test
    void expiryComesAtItsMoment() {
        ExternalAccountKey key = key(1);
        assertThat(key.statusAt(EXPIRY.minusNanos(1))).isEqualTo(ExternalAccountKeyStatus.UNBOUND);
        assertThat(key.statusAt(EXPIRY)).isEqualTo(ExternalAccountKeyStatus.EXPIRED);
        assertThat(key.bind(1, EXPIRY)).isFalse();
        assertRefused(key, EXPIRY, "expired at 2027-03-28T01:31:00Z");
    }

    @Test
    void aSuspendedKeyBindsNothingUntilItIsResumed() {
        ExternalAccountKey key = key(1);
        assertThat(key.suspend(NOW)).isTrue();
        assertThat(key.suspend(NOW.plusSeconds(1))).isFalse();
        assertThat(key.suspendedAt()).contains(NOW);
        assertThat(key.bind(1, NOW)).isFalse();
        assertRefused(key, NOW, "is suspended");

        assertThat(key.resume()).isTrue();
        assertThat(key.resume()).isFalse();
        key.requireInForce(NOW);
        assertThat(key.bind(1, NOW)).isTrue();
    }

    @Test
    void aRevokedKeyIsOverForGoodAndHasNoSecret() {
        ExternalAccountKey key = key(3);
        key.suspend(NOW);
        assertThat(key.revoke(NOW)).isTrue();
        assertThat(key.revoke(NOW.plusSeconds(1))).isFalse();
        assertThat(key.secret()).isEmpty();
        assertThat(key.remainingUses()).isZero();
        assertThat(key.resume()).isFalse();
        assertThat(key.suspend(NOW)).isFalse();
        assertThat(key.bind(1, NOW)).isFalse();
        assertThat(rebind(key, 1)).isFalse();
        assertRefused(key, EXPIRY, "is revoked");
        assertThat(key.statusAt(EXPIRY)).isEqualTo(ExternalAccountKeyStatus.REVOKED);
    }

    @Test
    void aNewSecretTakesThePlaceOfTheOld() {
        ExternalAccountKey key = key(1);
        key.bind(1, NOW);
        assertThat(rebind(key, 1)).isTrue();
        assertThat(key.secretNumber()).isEqualTo(2);
        assertThat(key.remainingUses()).isEqualTo(5);
        assertThat(key.statusAt(NOW)).isEqualTo(ExternalAccountKeyStatus.BOUND);

        // somebody else read it before
        assertThat(rebind(key, 1)).isFalse();
        // who had verified the old one
        assertThat(key.bind(1, NOW)).isFalse();
        assertThat(key.bind(2, NOW)).isTrue();
    }

    @Test
    void anExpiredKeyGetsNoNewSecretAndASuspendedOneDoes() {
        ExternalAccountKey expired = key(1);
        assertThat(expired.rebind(1, SECRETS.seal(ID, 2, SECRET), 1, EXPIRY)).isFalse();
        ExternalAccountKey suspended = key(1);
        suspended.suspend(NOW);
        assertThat(rebind(suspended, 1)).isTrue();
        assertThat(suspended.bind(2, NOW)).isFalse();
    }

    @Test
    void aSecretThatIsEncryptedAnewIsTheSame() {
        ExternalAccountKey key = key(1);
        PlainSecrets next = new PlainSecrets("secrets-2");
        assertThat(key.reseal(1, next.seal(ID, 1, SECRET))).isTrue();
        assertThat(key.secret().orElseThrow().keyLabel()).isEqualTo("secrets-2");
        assertThat(opened(key)).isEqualTo(SECRET.base64url());
        assertThat(key.reseal(2, next.seal(ID, 2, SECRET))).isFalse();
        key.bind(1, NOW);
        assertThat(key.reseal(1, next.seal(ID, 1, SECRET))).isFalse();
        assertThat(key.secret()).isEmpty();
    }

    @Test
    void noSecretIsShownByWhatHasOne() {
        IssuedKey issued = new IssuedKey(key(1), SECRET);
        assertThat(issued.toString()).doesNotContain(SECRET.base64url());
        assertThat(SECRET).asString().isEqualTo("ExternalAccountSecret[…]");
    }

    static Stream<MacAlgorithm> macs() {
        return Stream.of(MacAlgorithm.values());
    }

    @ParameterizedTest
    @MethodSource("macs")
    void aMacIsVerifiedByTheSecretThatMadeIt(MacAlgorithm algorithm) {
        ExternalAccountBinding good = KeyScene.binding(new IssuedKey(key(1), SECRET), algorithm);
        assertThat(SECRET.verifies(good)).isTrue();
        assertThat(ExternalAccountSecret.random().verifies(good)).isFalse();
        byte[] changed = good.mac();
        changed[algorithm.length() - 1] ^= 1;
        assertThat(SECRET.verifies(
                        new ExternalAccountBinding(algorithm, good.kid(), good.signingInput(), changed, "{}")))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExternalAccountBinding(algorithm, "kid", new byte[1], new byte[31], "{}"));
    }

    /** RFC 7515 §A.1. */
    @Test
    void hs256IsThatOfTheRfc() {
        byte[] secret = Base64.getUrlDecoder()
                .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        String input = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
                + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        assertThat(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MacAlgorithm.HS256.mac(secret, input.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u0000b", "\u202e\u2028"})
    void aReferenceIsOneLineOfText(String reference) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyScene.terms(reference))
                .withMessageContaining("\"reference\"");
    }

    @Test
    void termsHaveLimits() {
        KeyScene.terms("é".repeat(256));
        assertThatIllegalArgumentException().isThrownBy(() -> KeyScene.terms("x".repeat(257)));
        for (int uses : new int[] {0, -1, 10_001, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> terms(uses, List.of(), KeyTerms.ALL_MACS))
                    .withMessageContaining("\"uses\"");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> terms(1, List.of("a", "a"), KeyTerms.ALL_MACS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(1, List.of(), Set.of()))
                .withMessageContaining("HS256");
    }

    private static boolean rebind(ExternalAccountKey key, int number) {
        return key.rebind(number, SECRETS.seal(ID, number + 1, SECRET), 5, NOW);
    }

    private static String opened(ExternalAccountKey key) {
        return SECRETS.open(key.id(), key.secretNumber(), key.secret().orElseThrow())
                .base64url();
    }

    private static void assertRefused(ExternalAccountKey key, Instant now, String because) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> key.requireInForce(now))
                .withMessageContaining(because)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED));
    }

    private static ExternalAccountKey key(int uses) {
        return new ExternalAccountKey(
                ID,
                new Provisioner(new Authority(UUID.randomUUID(), Population.name(), NOW), Population.name(), NOW),
                terms(uses, List.of(), KeyTerms.ALL_MACS),
                SECRETS.seal(ID, 1, SECRET),
                NOW);
    }

    private static KeyTerms terms(int uses, List<String> profiles, Set<MacAlgorithm> macs) {
        return new KeyTerms(
                "host-1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(EXPIRY),
                macs,
                uses,
                profiles,
                Optional.empty());
    }
}
