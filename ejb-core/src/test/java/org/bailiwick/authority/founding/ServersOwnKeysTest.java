package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.PublicKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.authority.TestToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.schema.Injected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own token is among the settings a second time, under the name {@code alias}; the keys are real. */
class ServersOwnKeysTest {

    private static @Nullable Pkcs11TokenConfig config;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final TokenCalls calls = TestToken.calls(threads);
    private final OpenToken tokens = Injected.into(new OpenToken(), settings(own()));
    private final ReservedKeys reserved = Injected.into(new ReservedKeys(), tokens, calls, settings(own()));
    private final FoundingKeys keys =
            Injected.into(new FoundingKeys(), tokens, calls, reserved, settings(own()), Clock.systemUTC());

    @BeforeAll
    static void createToken() {
        Pkcs11TokenConfig made = TestToken.create();
        try (Pkcs11Token token = new Pkcs11Token(made)) {
            TestToken.generate(token, "checkpoints");
            TestToken.generate(token, "ocsp-1");
            TestToken.generate(token, "free");
        }
        config = made;
    }

    private static Pkcs11TokenConfig own() {
        Pkcs11TokenConfig made = config;
        if (made == null) {
            throw new IllegalStateException("no token");
        }
        return made;
    }

    private static Settings settings(Pkcs11TokenConfig token) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bailiwick.data", "/nowhere",
                "bailiwick.audit.key", "checkpoints",
                "bailiwick.token.secrets-key", "sealed",
                "bailiwick.token.library", token.library().toString()));
        for (String name : new String[] {"", "alias."}) {
            settings.put("bailiwick.token." + name + "label", token.tokenLabel());
            settings.put("bailiwick.token." + name + "pin-file", token.pinFile().toString());
        }
        return Settings.of(settings);
    }

    @AfterEach
    void end() {
        tokens.get().close();
        tokens.get("alias").close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoints", "sealed", "ocsp-1", "ocsp-new"})
    void noAuthorityGetsAKeyOfTheServersByAnotherNameOfItsToken(String label) {
        for (String token : new String[] {null, "alias"}) {
            assertRefused(wanted(token, new KeyInToken(label, Optional.empty(), Optional.empty())));
            assertRefused(wanted(token, new OtherRoot(key("CN=A", label))));
            assertRefused(wanted(token, new OwnRoot(key("CN=Root", label), 2, key("CN=A", null), 1)));
            assertRefused(wanted(token, new OwnRoot(key("CN=Root", null), 2, key("CN=A", label), 1)));
        }
        assertThat(tokens.get().keys()).hasSize(3);
    }

    /** By whatever label: a certificate gives a key a second one. */
    @Test
    void aKeyOfTheServersIsKnownByItsPublicHalf() {
        Set<KeyFingerprint> ours = reserved.ofServer();
        Pkcs11Token alias = tokens.get("alias");
        for (String label : new String[] {"checkpoints", "ocsp-1"}) {
            PublicKey key = alias.signer(label).publicKey();
            assertThat(ours).contains(KeyFingerprint.of(key.getEncoded()));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reserved.requireFree(ours, alias, "other", key))
                    .withMessageContaining("one of the server's own");
            // in a token that has it, though the server's own has not
            assertThatIllegalArgumentException().isThrownBy(() -> reserved.requireFree(Set.of(), alias, "other", key));
        }
        PublicKey free = alias.signer("free").publicKey();
        assertThatCode(() -> reserved.requireFree(ours, alias, "free", free)).doesNotThrowAnyException();
    }

    /** Nobody can tell then whose a key is. */
    @Test
    void whileTheServersOwnTokenIsAwayNoKeyIsAdopted() {
        Settings away = Settings.of(Map.of(
                "bailiwick.data", "/nowhere",
                "bailiwick.token.library", own().library().toString(),
                "bailiwick.token.label", "no such token",
                "bailiwick.token.pin-file", own().pinFile().toString(),
                "bailiwick.token.alias.label", own().tokenLabel(),
                "bailiwick.token.alias.pin-file", own().pinFile().toString()));
        OpenToken others = Injected.into(new OpenToken(), away);
        FoundingKeys adopting = Injected.into(
                new FoundingKeys(),
                others,
                calls,
                Injected.into(new ReservedKeys(), others, calls, away),
                away,
                Clock.systemUTC());
        NewAuthority wanted = wanted("alias", new KeyInToken("free", Optional.empty(), Optional.empty()));
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> adopting.adopt(wanted, (KeyInToken) wanted.issuer()));
    }

    private void assertRefused(NewAuthority wanted) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> {
                    FirstIssuer issuer = wanted.issuer();
                    if (issuer instanceof OwnRoot root) {
                        keys.generate(wanted, root, made -> made);
                    } else if (issuer instanceof OtherRoot other) {
                        keys.request(wanted, other.issuing(), made -> made);
                    } else {
                        keys.adopt(wanted, (KeyInToken) issuer);
                    }
                })
                .withMessageMatching(".*(is the audit log's own|keeps secrets|of OCSP responders).*");
    }

    private static WantedKey key(String subject, @Nullable String label) {
        return new WantedKey(
                CaSubject.parse(subject),
                KeyAlgorithm.EC_P256,
                KeyAlgorithm.EC_P256.scheme(),
                Optional.ofNullable(label));
    }

    private static NewAuthority wanted(@Nullable String token, FirstIssuer issuer) {
        return new NewAuthority(UUID.randomUUID(), new AuthorityName("plant"), token, issuer);
    }
}
