package org.bailiwick.audit.chain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the audit key signs: so many events there were, and that is the hash of the last. Who knows one, and trusts the
 * key, can tell whether anything up to that event was removed, changed, reordered or inserted since.
 *
 * @param number 1 for the first checkpoint, one more for each that follows
 * @param at when it was made; microseconds
 * @param node who made it
 * @param events how many events there were: the position of the last
 * @param head the hash of that event
 * @param counts how many events of each kind came after the checkpoint before
 * @param previous the hash of the checkpoint before, without its signature; {@link ChainHash#NONE} for the first
 * @param key the SHA-256 of the audit key's DER SubjectPublicKeyInfo
 */
public record Checkpoint(
        long number,
        Instant at,
        String node,
        long events,
        ChainHash head,
        SortedMap<String, Long> counts,
        ChainHash previous,
        ChainHash key) {

    private static final Pattern LINE = Pattern.compile(
            """
            (\\{"v":1,"checkpoint":([1-9][0-9]{0,17}),"at":"([0-9TZ:.-]{27})","node":"[ -~]*",\
            "events":([1-9][0-9]{0,17}),"head":"([0-9a-f]{64})","counts":(\\{[a-z0-9":,-]*}),\
            "previous":"([0-9a-f]{64})","key":"([0-9a-f]{64})"),"signature":"([A-Za-z0-9+/]*={0,2})"}""");

    public Checkpoint {
        counts = new TreeMap<>(counts);
    }

    /** What is signed, as ASCII. */
    public String statement() {
        return ("{\"v\":%d,\"checkpoint\":%d,\"at\":\"%s\",\"node\":%s,\"events\":%d,\"head\":\"%s\",\"counts\":%s,"
                        + "\"previous\":\"%s\",\"key\":\"%s\"")
                .formatted(
                        ChainedEvent.VERSION,
                        number,
                        AsciiJson.time(at),
                        AsciiJson.quoted(node),
                        events,
                        head,
                        json(counts),
                        previous,
                        key);
    }

    /** The hash that the next checkpoint has as its {@code previous}. */
    public static ChainHash hashOf(String statement) {
        return ChainHash.ofAscii(statement);
    }

    /** The line of an export. */
    public static String line(String statement, byte[] signature) {
        return statement + ",\"signature\":\"" + Base64.getEncoder().encodeToString(signature) + "\"}";
    }

    /** Counts as they are written: by kind, in the order of the alphabet. */
    static String json(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
                        .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * A checkpoint as a line of an export claims it.
     *
     * @param statement what is signed
     * @param number its number
     * @param at when, as text
     * @param events how many events there were
     * @param head the hash of the last
     * @param counts as {@link #json} writes them
     * @param previous the hash of the checkpoint before
     * @param key which key signed
     * @param signature over the statement, base64
     */
    record Claimed(
            String statement,
            long number,
            String at,
            long events,
            ChainHash head,
            String counts,
            ChainHash previous,
            ChainHash key,
            String signature) {

        boolean isSignedBy(AuditKey auditKey) {
            return auditKey.verifies(
                    statement.getBytes(StandardCharsets.US_ASCII),
                    Base64.getDecoder().decode(signature));
        }
    }

    /** Reads a line; empty if it is not exactly as {@link #line} writes one. */
    static Optional<Claimed> parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String signature = parts.group(9);
        if (!isBase64(signature)) {
            return Optional.empty();
        }
        return Optional.of(new Claimed(
                parts.group(1),
                Long.parseLong(parts.group(2)),
                parts.group(3),
                Long.parseLong(parts.group(4)),
                new ChainHash(parts.group(5)),
                parts.group(6),
                new ChainHash(parts.group(7)),
                new ChainHash(parts.group(8)),
                signature));
    }

    /** As it was encoded, and no other way: of two texts for the same octets one was changed. */
    private static boolean isBase64(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
