package org.bailiwick.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TestToken;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.schema.Injected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Encryption of sessions by a key that a real token keeps; rows in memory. */
class SessionCipherTest {

    private static final Pkcs11TokenConfig CONFIG = TestToken.create();
    private static final ExecutorService THREADS = Executors.newSingleThreadExecutor();
    private static final byte[] CONTENT = "what somebody typed".getBytes(UTF_8);

    private final Rows rows = new Rows();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @Test
    void allNodesHaveOneKeyAndNobodyElseHas() {
        SessionCipher first = cipher("secrets");
        assertThat(first.seal("a", CONTENT)).isEmpty();
        try (Pkcs11Token token = new Pkcs11Token(CONFIG)) {
            token.generateSecretKey("secrets");
            token.generateSecretKey("next");
        }
        // it was told a moment ago that there is none, and does not ask each time
        assertThat(first.seal("a", CONTENT)).isEmpty();

        byte[] sealed = cipher("secrets").seal("a", CONTENT).orElseThrow();
        SessionCipher other = cipher("secrets");
        assertThat(new String(sealed, UTF_8)).doesNotContain("typed");
        assertThat(other.open("a", sealed)).contains(CONTENT);
        assertThat(other.seal("a", CONTENT)).get().isNotEqualTo(sealed);
        assertThat(other.open("b", sealed)).isEmpty();
        sealed[20] ^= 1;
        assertThat(other.open("a", sealed)).isEmpty();
        assertThat(other.open("a", new byte[3])).isEmpty();
        assertThat(cipher("next").open("a", other.seal("a", CONTENT).orElseThrow()))
                .isEmpty();
    }

    private SessionCipher cipher(String label) {
        Settings settings = Settings.of(Map.of("bailiwick.data", "/nowhere", "bailiwick.token.secrets-key", label));
        return Injected.into(
                new SessionCipher(),
                settings,
                new OpenToken() {
                    @Override
                    public synchronized Pkcs11Token get(@Nullable String name) {
                        return new Pkcs11Token(CONFIG);
                    }
                },
                TestToken.calls(THREADS),
                rows,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private static final class Rows extends SessionRecords {

        private final Map<String, byte[]> keys = new HashMap<>();

        @Override
        public Optional<byte[]> key(String label) {
            return Optional.ofNullable(keys.get(label));
        }

        @Override
        public void addKey(String label, byte[] sealed) {
            if (keys.putIfAbsent(label, sealed) != null) {
                throw new EJBException("another was faster");
            }
        }
    }
}
