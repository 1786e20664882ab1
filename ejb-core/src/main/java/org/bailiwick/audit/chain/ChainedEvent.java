package org.bailiwick.audit.chain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event at its place in the chain: one line of an export. Its hash is that of the line's bytes before the hash, and
 * the hash of the event before it is among them.
 *
 * @param position 1 for the first event, one more for each that follows
 * @param id the event's id in the database
 * @param at when it happened, as the node's clock said; microseconds
 * @param kind what happened: lower case letters, digits and hyphens
 * @param facts a JSON object, ASCII, in one line
 * @param previous the hash of the event before; {@link ChainHash#NONE} for the first
 */
public record ChainedEvent(long position, UUID id, Instant at, String kind, String facts, ChainHash previous) {

    /** The version of the format. */
    static final int VERSION = 1;

    private static final Pattern LINE = Pattern.compile(
            """
            (\\{"v":1,"event":([1-9][0-9]{0,17}),"id":"([0-9a-f-]{36})","at":"([0-9TZ:.-]{27})",\
            "kind":"([a-z0-9-]{1,60})","facts":(\\{[ -~]*}),"previous":"([0-9a-f]{64})"),"hash":"([0-9a-f]{64})"}""");

    /** What the hash is made of. */
    String statement() {
        return "{\"v\":%d,\"event\":%d,\"id\":\"%s\",\"at\":\"%s\",\"kind\":\"%s\",\"facts\":%s,\"previous\":\"%s\""
                .formatted(VERSION, position, id, AsciiJson.time(at), kind, facts, previous);
    }

    /** The hash that the next event has as its {@code previous}. */
    public ChainHash hash() {
        return ChainHash.ofAscii(statement());
    }

    /** The line of an export, with the hash that was stored: whether it is right is for the verifier to say. */
    public String line(ChainHash stored) {
        return statement() + ",\"hash\":\"" + stored + "\"}";
    }

    /**
     * An event as a line of an export claims it.
     *
     * @param position its place
     * @param kind what happened
     * @param previous the hash of the event before
     * @param computed the hash of what the line says
     * @param stored the hash that the line carries
     */
    record Claimed(long position, String kind, ChainHash previous, ChainHash computed, ChainHash stored) {}

    /** Reads a line; empty if it is not exactly as {@link #line} writes one. */
    static Optional<Claimed> parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Claimed(
                Long.parseLong(parts.group(2)),
                parts.group(5),
                new ChainHash(parts.group(7)),
                ChainHash.ofAscii(parts.group(1)),
                new ChainHash(parts.group(8))));
    }
}
