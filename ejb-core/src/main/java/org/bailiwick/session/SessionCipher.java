package org.bailiwick.session;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenCipher;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what the database keeps of sessions, by AES-256 in GCM (NIST SP 800-38D). What is read back becomes Java objects,
 * so nobody who can merely write to the database may be able to make it. The key is in the database, encrypted by the token,
 * and is decrypted once: a page does not wait for the token. All nodes have the same. Not to be used within a transaction.
 */
@ApplicationScoped
public class SessionCipher {

    private static final Logger LOG = System.getLogger(SessionCipher.class.getName());

    private static final int KEY_LENGTH = 32;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    /** How long a token that is away is left alone. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final byte[] OWNER = "key for sessions of the portal".getBytes(StandardCharsets.US_ASCII);

    @Inject
    Settings settings;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    @Inject
    SessionRecords records;

    @Inject
    Clock clock;

    private final SecureRandom random = new SecureRandom();
    private @Nullable SecretKey key;
    private Instant askAgain = Instant.EPOCH;

    /**
     * Encrypts.
     *
     * @param session the hash of whose session it is; who decrypts must say the same
     * @return empty if the token does not give the key now
     */
    Optional<byte[]> seal(String session, byte[] content) {
        return key().map(secret -> {
            byte[] nonce = new byte[NONCE_LENGTH];
            random.nextBytes(nonce);
            try {
                byte[] encrypted =
                        cipher(Cipher.ENCRYPT_MODE, secret, nonce, session).doFinal(content);
                return ByteBuffer.allocate(NONCE_LENGTH + encrypted.length)
                        .put(nonce)
                        .put(encrypted)
                        .array();
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("every JDK has AES/GCM", impossible);
            }
        });
    }

    /** Decrypts; empty if the key is not there, is another, or this was changed or is of another session. */
    Optional<byte[]> open(String session, byte[] sealed) {
        return key().flatMap(secret -> {
            if (sealed.length < NONCE_LENGTH) {
                return Optional.empty();
            }
            ByteBuffer parts = ByteBuffer.wrap(sealed);
            byte[] nonce = new byte[NONCE_LENGTH];
            parts.get(nonce);
            byte[] encrypted = new byte[parts.remaining()];
            parts.get(encrypted);
            try {
                return Optional.of(
                        cipher(Cipher.DECRYPT_MODE, secret, nonce, session).doFinal(encrypted));
            } catch (GeneralSecurityException notOurs) {
                LOG.log(Level.WARNING, "A session in the database was not written by a node of this server.", notOurs);
                return Optional.empty();
            }
        });
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String session)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(session.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    /** Whoever comes while the token is asked waits, too, which is for some seconds at most, and once a minute. */
    private synchronized Optional<SecretKey> key() {
        if (key == null && !clock.instant().isBefore(askAgain)) {
            try {
                key = read();
            } catch (TokenException away) {
                askAgain = clock.instant().plus(PAUSE);
                LOG.log(
                        Level.WARNING,
                        "Sessions of the portal are in this node''s memory only, as the token does not give their key: {0}",
                        away.getMessage());
            }
        }
        return Optional.ofNullable(key);
    }

    private SecretKey read() {
        String label = settings.tokenSecretsKey();
        byte[] sealed = records.key(label).orElseGet(() -> make(label));
        return new SecretKeySpec(called(label, cipher -> cipher.decrypt(sealed, OWNER)), "AES");
    }

    private byte[] make(String label) {
        byte[] fresh = new byte[KEY_LENGTH];
        random.nextBytes(fresh);
        byte[] sealed = called(label, cipher -> cipher.encrypt(fresh, OWNER));
        try {
            records.addKey(label, sealed);
            return sealed;
        } catch (EJBException perhapsJustMade) {
            return records.key(label).orElseThrow(() -> perhapsJustMade);
        }
    }

    private byte[] called(String label, Function<TokenCipher, byte[]> work) {
        Pkcs11Token own = token.get();
        return calls.begin(() -> work.apply(own.cipher(label))).await();
    }
}
