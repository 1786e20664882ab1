package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ejb.EJBException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.authority.TestToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.hsm.pkcs11.TokenKey;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the keys of an authority that comes to nothing, in SoftHSM. */
class FoundingKeysTest {

    private final Pkcs11TokenConfig config = TestToken.create();
    private final Pkcs11Token token = new Pkcs11Token(config);

    @AfterEach
    void close() {
        token.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatAreWrittenDownStay(boolean withRoot) {
        assertThat(make(withRoot, made -> {})).isEqualTo("written");
        assertThat(labels()).hasSize(withRoot ? 2 : 1);
    }

    /** In the same second, on the same token: who is too late is refused by the database, and what was made for him goes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoOfOneNameAtOnceAreNotInEachOthersWay(boolean withRoot) {
        String first = make(withRoot, made -> {
            AdminException refused = refusal(() -> make(withRoot, second -> {
                assertThat(labels()).hasSize(withRoot ? 4 : 2);
                throw AdminException.conflict("The name is taken.");
            }));
            assertThat(refused).hasMessage("The name is taken.");
        });
        assertThat(first).isEqualTo("written");
        assertThat(labels()).hasSize(withRoot ? 2 : 1);
    }

    /** What begins so is taken for a responder's key, if an administrator chose it or not. */
    @Test
    void theServersOwnChoiceIsNeverALabelThatIsReserved() {
        OwnRoot own = own(Optional.empty());
        String name = "ocsp-" + "x".repeat(50);
        NewAuthority wanted = new NewAuthority(UUID.randomUUID(), new AuthorityName(name), "plant", own);
        String written = keys().generate(wanted, own, made -> "written");
        assertThat(written).isEqualTo("written");
        assertThat(labels()).hasSize(2).allSatisfy(label -> assertThat(label).startsWith("ca-ocsp-x"));
        OwnRoot chosen = own(Optional.of("ocsp-mine"));
        AdminException refused = refusal(() -> keys().generate(wanted(chosen), chosen, made -> "written"));
        assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
        assertThat(refused).hasMessageContaining("those of OCSP responders");
    }

    /** The label of the second key is none: that shows before the first is made. */
    @Test
    void whatTheTokenWillNotDoIsFoundBeforeAKeyIsMade() {
        AdminException refused = refusal(
                () -> keys().generate(wanted(own(Optional.of("a/b"))), own(Optional.of("a/b")), made -> "written"));
        assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
        assertThat(refused).hasMessageContaining("A label has").hasMessageNotContaining("could not be destroyed");
        assertThat(labels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatCannotBeWrittenDownAreDestroyed(boolean withRoot) {
        AdminException refused = refusal(() -> make(withRoot, made -> {
            throw AdminException.conflict("The name is taken.");
        }));
        assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused).hasMessage("The name is taken.");
        assertThat(labels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatCannotBeDestroyedAreNamed(boolean withRoot) {
        AdminException refused = refusal(() -> make(withRoot, made -> {
            takeTheTokenAway();
            throw AdminException.conflict("The name is taken.");
        }));
        assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused)
                .hasMessageStartingWith("The name is taken. What was made for it could not be destroyed")
                .hasMessageContaining("-issuing\"");
        assertThat(String.valueOf(refused.getMessage()).contains("-root\"")).isEqualTo(withRoot);
    }

    /** Who asked was told that the token does not answer; then it does. */
    @Test
    void keysThatComeTooLateAreDestroyed() {
        LateCalls calls = new LateCalls();
        OwnRoot own = own(Optional.empty());
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> keys(calls).generate(wanted(own), own, made -> "written"));
        calls.end();
        assertThat(calls.inBetween).isEqualTo(2);
        assertThat(labels()).isEmpty();
    }

    /** A commit of which nobody knows may have been done. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatWerePerhapsWrittenDownStayAndAreNamed(boolean withRoot) {
        AdminException refused = refusal(() -> make(withRoot, made -> {
            throw new EJBException("the connection was lost");
        }));
        assertThat(refused.refusal()).isEqualTo(Refusal.UNCERTAIN);
        assertThat(labels()).hasSize(withRoot ? 2 : 1).allSatisfy(stays -> assertThat(refused)
                .hasMessageContaining("\"" + stays + "\""));
    }

    private String make(boolean withRoot, Consumer<Object> write) {
        Function<Object, String> written = made -> {
            write.accept(made);
            return "written";
        };
        if (withRoot) {
            OwnRoot own = own(Optional.empty());
            return keys().generate(wanted(own), own, written::apply);
        }
        WantedKey key = key("Issuing", Optional.empty());
        return keys().request(wanted(new OtherRoot(key)), key, written::apply);
    }

    private static AdminException refusal(Supplier<String> creation) {
        return catchThrowableOfType(AdminException.class, creation::get);
    }

    private static OwnRoot own(Optional<String> issuingLabel) {
        return new OwnRoot(key("Root", Optional.empty()), 3, key("Issuing", issuingLabel), 2);
    }

    private static WantedKey key(String name, Optional<String> keyLabel) {
        KeyAlgorithm algorithm = KeyAlgorithm.EC_P256;
        return new WantedKey(CaSubject.parse("CN=" + name), algorithm, algorithm.scheme(), keyLabel);
    }

    private static NewAuthority wanted(FirstIssuer issuer) {
        return new NewAuthority(UUID.randomUUID(), new AuthorityName("plant"), "plant", issuer);
    }

    private List<String> labels() {
        return token.keys().stream().map(TokenKey::label).toList();
    }

    private void takeTheTokenAway() {
        Path folder = Objects.requireNonNull(config.pinFile().getParent());
        try (Stream<Path> tokens = Files.list(folder.resolve("tokens"))) {
            for (Path each : tokens.toList()) {
                if (Files.readString(each.resolve("token.object"), StandardCharsets.ISO_8859_1)
                        .contains(config.tokenLabel())) {
                    Files.move(
                            each,
                            Files.createDirectories(folder.resolve("away")).resolve(each.getFileName()));
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private FoundingKeys keys() {
        return keys(new CallsHere());
    }

    private FoundingKeys keys(TokenCalls calls) {
        Settings settings = Settings.of(Map.of("bailiwick.data", "/nowhere", "bailiwick.http-url", "http://pki.test"));
        return Injected.into(
                new FoundingKeys(),
                new OneToken(token),
                calls,
                Injected.into(new ReservedKeys(), settings),
                settings,
                Clock.fixed(Population.NOW, ZoneOffset.UTC));
    }

    /** The one token, under whatever name. */
    private static final class OneToken extends OpenToken {

        private final Pkcs11Token one;

        OneToken(Pkcs11Token one) {
            this.one = one;
        }

        @Override
        public synchronized Pkcs11Token get(@Nullable String name) {
            return one;
        }
    }

    /** On the thread that asks. */
    private static final class CallsHere extends TokenCalls {

        @Override
        public <T> Call<T> begin(@Nullable String token, Supplier<T> work) {
            return begin(work, Runnable::run);
        }

        @Override
        public <T> Call<T> beginLong(@Nullable String token, Supplier<T> work) {
            return begin(work, Runnable::run);
        }
    }

    /** Whose limit is over before the token has done anything. */
    private final class LateCalls extends TokenCalls {

        private Runnable late = () -> {};
        private int inBetween;

        @Override
        public <T> Call<T> beginLong(@Nullable String name, Supplier<T> work) {
            CompletableFuture<T> result = new CompletableFuture<>();
            late = () -> {
                T made = work.get();
                inBetween = labels().size();
                result.complete(made);
            };
            return new Call<>(result, Duration.ZERO, System.nanoTime());
        }

        void end() {
            late.run();
        }
    }
}
