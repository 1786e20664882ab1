package org.bailiwick.nonce;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.infinispan.Cache;

/**
 * Anti-replay nonces (RFC 8555 §6.5). A nonce is the time of its making, random bits, and a MAC over both: no table of
 * nonces that were given out. Those that came back are kept in a cache, shared by a cluster, until they are too old
 * anyway. The MAC key lives in that same cache: when the memory of used nonces is lost, so is every nonce; and when there
 * are too many used ones to remember, that is what is done.
 */
@ApplicationScoped
public class NonceService {

    private static final Logger LOG = System.getLogger(NonceService.class.getName());
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    /** How much nodes' clocks may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    /** Counting them takes a walk over all, so it is not done for each. */
    private static final int COUNTED_EVERY = 10_000;

    private static final String KEY = "mac-key";
    private static final String USED = "";
    private static final Duration REMEMBERED = LIFETIME.plus(CLOCK_DIFFERENCE).plusMinutes(1);
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int SIGNED_LENGTH = 16;
    private static final int MAC_LENGTH = 16;

    /** Characters at a nonce's end: the MAC is in them, and tells nonces apart. */
    private static final int REMEMBERED_LENGTH = 22;

    @Resource(lookup = "java:jboss/infinispan/cache/bailiwick/nonces")
    Cache<String, String> nonces;

    @Inject
    Clock clock;

    /** How many used nonces are remembered at most; some 200 octets each. */
    int capacity = 1_000_000;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong taken = new AtomicLong();

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
                .put(mac(key(), signed))
                .array());
    }

    /**
     * Whether a nonce is ours and not too old. It may have been used: this is asked first, as it costs next to nothing,
     * and {@link #take} last.
     */
    public boolean isCurrent(String nonce) {
        return isCurrent(nonce, key());
    }

    /**
     * Takes a nonce that a client sent.
     *
     * @return whether it is ours, not too old, and taken for the first time; of several at once exactly one gets true
     */
    public boolean take(String nonce) {
        byte[] key = key();
        return isCurrent(nonce, key)
                && remember(nonce)
                // else all was forgotten meanwhile, and this may be the second use
                && Arrays.equals(key, key());
    }

    private boolean isCurrent(String nonce, byte[] key) {
        if (!TEXT.matcher(nonce).matches()) {
            return false;
        }
        byte[] bytes = Base64.getUrlDecoder().decode(nonce);
        byte[] signed = Arrays.copyOf(bytes, SIGNED_LENGTH);
        byte[] mac = Arrays.copyOfRange(bytes, SIGNED_LENGTH, bytes.length);
        long age = clock.millis() - ByteBuffer.wrap(signed).getLong();
        return MessageDigest.isEqual(mac, mac(key, signed))
                && encode(bytes).equals(nonce)
                && age < LIFETIME.toMillis()
                && age > -CLOCK_DIFFERENCE.toMillis();
    }

    /**
     * Remembers a nonce as used, for as long as any node could think it current; false if somebody did already. When
     * there are too many to remember, all are forgotten, and first of all the key: then every nonce that is out there is
     * void, and clients take a new one (RFC 8555 §6.5).
     */
    private boolean remember(String nonce) {
        if (taken.incrementAndGet() % COUNTED_EVERY == 0 && nonces.size() > capacity) {
            LOG.log(Level.WARNING, "Over {0} nonces were used within {1}; all are void now.", capacity, LIFETIME);
            nonces.remove(KEY);
            nonces.clear();
        }
        String used = nonce.substring(nonce.length() - REMEMBERED_LENGTH);
        return nonces.putIfAbsent(used, USED, REMEMBERED.toSeconds(), TimeUnit.SECONDS) == null;
    }

    private static byte[] mac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
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
