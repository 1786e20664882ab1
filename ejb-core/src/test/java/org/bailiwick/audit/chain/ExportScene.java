package org.bailiwick.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** An export, made as the server makes one, with a key of its own instead of a token's. */
public final class ExportScene {

    private static final List<String> KINDS = List.of("order-created", "certificate-issued", "request-refused");
    private static final Instant AT = Instant.parse("2027-03-28T01:30:00.123456Z");

    private KeyPair keys;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private ChainHash head = ChainHash.NONE;
    private long position;
    private ChainHash lastCheckpoint = ChainHash.NONE;
    private long checkpoints;

    ExportScene(KeyPair keys) {
        this.keys = keys;
    }

    /** A new key on P-256. */
    public static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As many events, and a checkpoint after some of them. */
    static List<String> export(KeyPair keys, int events, Set<Integer> checkpointAfter) {
        ExportScene export = new ExportScene(keys);
        for (int i = 1; i <= events; i++) {
            export.event("{\"number\":" + i + "}");
            if (checkpointAfter.contains(i)) {
                export.checkpoint();
            }
        }
        return export.lines();
    }

    /** Lines 1 to 8: four events, each with a checkpoint; the audit key was replaced after two. */
    public static List<String> replaced(KeyPair before, KeyPair after) {
        ExportScene export = new ExportScene(before);
        for (int i = 1; i <= 4; i++) {
            export.keys = i <= 2 ? before : after;
            export.event("{\"number\":" + i + "}").checkpoint();
        }
        return export.lines();
    }

    /** Adds an event. */
    ExportScene event(String facts) {
        position++;
        String kind = KINDS.get((int) (position % KINDS.size()));
        ChainedEvent event =
                new ChainedEvent(position, new UUID(position, 7), AT.plusSeconds(position), kind, facts, head);
        head = event.hash();
        lines.add(event.line(head));
        counts.merge(kind, 1L, Long::sum);
        return this;
    }

    /** Adds a checkpoint. */
    ExportScene checkpoint() {
        checkpoints++;
        String statement = new Checkpoint(
                        checkpoints,
                        AT.plusSeconds(position),
                        "node \"1\"",
                        position,
                        head,
                        new TreeMap<>(counts),
                        lastCheckpoint,
                        new AuditKey(keys.getPublic()).id())
                .statement();
        lastCheckpoint = Checkpoint.hashOf(statement);
        lines.add(Checkpoint.line(statement, sign(keys, statement)));
        counts.clear();
        return this;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    static byte[] sign(KeyPair keys, String statement) {
        try {
            Signature engine = Signature.getInstance("SHA256withECDSA");
            engine.initSign(keys.getPrivate());
            engine.update(statement.getBytes(StandardCharsets.US_ASCII));
            return engine.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The public key, as the ceremony tool could have written it. */
    static String pem(KeyPair keys) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** What a verifier says that trusts the key. */
    public static Verdict verify(KeyPair keys, List<String> lines, String... kept) {
        return verify(keys, lines, false, kept);
    }

    static Verdict verify(KeyPair keys, List<String> lines, boolean part, String... kept) {
        try (BufferedReader export = new BufferedReader(new StringReader(String.join("\n", lines) + "\n"))) {
            return new Verification(List.of(new AuditKey(keys.getPublic())), List.of(kept), part).verify(export);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
