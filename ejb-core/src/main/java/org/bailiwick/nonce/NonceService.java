package org.bailiwick.nonce;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.infinispan.Cache;

/**
 * Anti-replay nonces (RFC 8555 §6.5). A nonce is the time of its making, random bits, and a MAC over both: no table of
 * nonces that were given out. Those that came back are kept in a cache, shared by a cluster, until they are too old
 * anyway. The MAC key lives in that same cache: when the memory of used nonces is lost, so is every nonce.
 */
@ApplicationScoped
public class NonceService {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final String KEY = "mac-key";
    private static final String USED = "";
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int SIGNED_LENGTH = 16;
    private static final int MAC_LENGTH = 16;

    @Resource(lookup = "java:jboss/infinispan/cache/bailiwick/nonces")
    Cache<String, String> nonces;

    @Inject
    Clock clock;

    private final SecureRandom random = new SecureRandom();

    /** A fresh nonce: 43 characters of base64url. */
    public String fresh() {
        byte[] salt = new byte[SIGNED_LENGTH - Long.BYTES];
        random.nextBytes(salt);
        byte[] signed = ByteBuffer.allocate(SIGNED_LENGTH)
                .putLong(clock.millis())
                .put(salt)
                .array();
        return encode(ByteBuffer.allocate(SIGNED_LENGTH + MAC_LENGTH)
                .put(signed)
                .put(mac(signed))
                .array());
    }

    /**
     * Takes a nonce that a client sent.
     *
     * @return whether it is ours, not too old, and taken for the first time; of several at once exactly one gets true
     */
    public boolean take(String nonce) {
        if (!TEXT.matcher(nonce).matches()) {
            return false;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(nonce);
        byte[] signed = Arrays.copyOf(bytes, SIGNED_LENGTH);
        byte[] mac = Arrays.copyOfRange(bytes, SIGNED_LENGTH, bytes.length);
        long age = clock.millis() - ByteBuffer.wrap(signed).getLong();
        return MessageDigest.isEqual(mac, mac(signed))
                && encode(bytes).equals(nonce)
                && age < LIFETIME.toMillis()
                && nonces.putIfAbsent(nonce, USED, LIFETIME.toSeconds() + 60, TimeUnit.SECONDS) == null;
    }

    private byte[] mac(byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(signed), MAC_LENGTH);
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    private byte[] key() {
        String key = nonces.get(KEY);
        if (key == null) {
            byte[] fresh = new byte[32];
            random.nextBytes(fresh);
            String proposed = encode(fresh);
            String present = nonces.putIfAbsent(KEY, proposed, -1, TimeUnit.SECONDS);
            key = present == null ? proposed : present;
        }
        return Base64.getUrlDecoder().decode(key);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
