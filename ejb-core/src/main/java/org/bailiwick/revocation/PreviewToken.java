package org.bailiwick.revocation;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

/**
 * What somebody saw who previewed a revocation: the moment, and a hash over the certificates that were hit. What was good
 * at that moment stays the same afterwards, so the same criteria find the same certificates again, whatever is issued,
 * revoked or expires meanwhile. If they do not, something was stored late, or by a node whose clock is behind, and who saw the
 * preview did not see that. What a node has stored whose clock is ahead is later than the moment: not seen, and not hit.
 *
 * @param moment in whole milliseconds
 * @param hash the first 16 octets of a SHA-256, hexadecimal
 */
record PreviewToken(Instant moment, String hash) {

    private static final int HASH_OCTETS = 16;

    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{32}");

    PreviewToken {
        moment = moment.truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The token of a preview.
     *
     * @param certificates what is hit, in the order of their ids
     */
    static PreviewToken of(Instant moment, List<UUID> certificates) {
        ByteBuffer octets = ByteBuffer.allocate(2 * Long.BYTES * certificates.size());
        for (UUID certificate : certificates) {
            octets.putLong(certificate.getMostSignificantBits()).putLong(certificate.getLeastSignificantBits());
        }
        return new PreviewToken(moment, HexFormat.of().formatHex(Sha256.of(octets.array()), 0, HASH_OCTETS));
    }

    /** Reads the text of one; empty if it is none. */
    static Optional<PreviewToken> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        ByteBuffer octets = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        Instant moment = Instant.ofEpochMilli(octets.getLong());
        byte[] hash = new byte[HASH_OCTETS];
        octets.get(hash);
        return Optional.of(new PreviewToken(moment, HexFormat.of().formatHex(hash)));
    }

    /** 32 characters of base64url. */
    @Override
    public String toString() {
        ByteBuffer octets = ByteBuffer.allocate(Long.BYTES + HASH_OCTETS)
                .putLong(moment.toEpochMilli())
                .put(HexFormat.of().parseHex(hash));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.array());
    }
}
