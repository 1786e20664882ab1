package org.bailiwick.acme;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The last segment of an ACME resource's URL, and its key in the database: 48 bits of time (so that rows made together
 * lie together) and 80 random bits (so that nobody guesses one; RFC 8555 §10.5, §7.4.2).
 *
 * @param value the 128 bits
 */
public record ResourceId(UUID value) {

    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A fresh one. */
    public static ResourceId random(Instant now) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        ByteBuffer bits = ByteBuffer.allocate(16).putLong(now.toEpochMilli() << 16);
        bits.position(6);
        bits.put(random).flip();
        return new ResourceId(new UUID(bits.getLong(), bits.getLong()));
    }

    /** Reads the text of one; empty if it is none, which a caller treats like one that does not exist. */
    public static Optional<ResourceId> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        ByteBuffer bits = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        ResourceId id = new ResourceId(new UUID(bits.getLong(), bits.getLong()));
        return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    }

    /** 22 characters of base64url. */
    @Override
    public String toString() {
        ByteBuffer bits = ByteBuffer.allocate(16)
                .putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits.array());
    }
}
