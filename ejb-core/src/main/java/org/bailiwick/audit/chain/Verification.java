package org.bailiwick.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Verifies an export, line by line: it is never held as a whole. Used once. */
public final class Verification {

    /** One change can be seen at many places; the first ones say enough. */
    private static final int MOST_FINDINGS = 100;

    /** No log had so many audit keys. */
    private static final int MOST_UNKNOWN_KEYS = 10;

    private final Map<ChainHash, AuditKey> keys = new HashMap<>();
    /** The statements of checkpoints that were kept elsewhere, by number. */
    private final SortedMap<Long, String> kept = new TreeMap<>();

    private final boolean part;

    private final List<String> findings = new ArrayList<>();
    /** A finding for each key that was not given, apart: they say nothing of the log, and take no other finding's room. */
    private final Map<ChainHash, String> unknownKeys = new LinkedHashMap<>();

    private final Map<String, Long> counts = new TreeMap<>();

    /** The line that is looked at; 0 before and after. */
    private long line;

    private long begin = 1;
    private long position;
    private ChainHash head = ChainHash.NONE;
    private long checkpoints;
    private long lastCheckpoint;
    private ChainHash lastCheckpointHash = ChainHash.NONE;
    private long signed;
    private @Nullable String signedAt;

    /**
     * @param keys the audit keys that are trusted
     * @param kept lines of checkpoints that were kept elsewhere, which the export must have as well
     * @param part whether the export is of a later part, and begins with the checkpoint that signs what came before
     */
    public Verification(List<AuditKey> keys, List<String> kept, boolean part) {
        this.part = part;
        keys.forEach(key -> this.keys.put(key.id(), key));
        requireOneLine(kept.stream().flatMap(text -> keep(text).stream()).toList());
    }

    private Optional<Checkpoint.Claimed> keep(String text) {
        Optional<Checkpoint.Claimed> known = Checkpoint.parse(text);
        if (known.isEmpty()) {
            find("what was kept elsewhere is no checkpoint: " + text.substring(0, Math.min(80, text.length())));
        }
        return known.filter(checkpoint -> isOfKnownKey(checkpoint) && isSigned(checkpoint));
    }

    /** Whoever cuts the log off and goes on signs numbers again; the export shows the later ones only, these show both. */
    private void requireOneLine(List<Checkpoint.Claimed> known) {
        for (Checkpoint.Claimed checkpoint : known) {
            String other = kept.putIfAbsent(checkpoint.number(), checkpoint.statement());
            if (other != null && !other.equals(checkpoint.statement())) {
                find(
                        "two checkpoints %d were signed, both were kept elsewhere, and they differ: the log was cut off, or went two ways from there."
                                .formatted(checkpoint.number()));
            }
        }
        for (Checkpoint.Claimed checkpoint : known) {
            String before = kept.get(checkpoint.number() - 1);
            if (before != null && !checkpoint.previous().equals(Checkpoint.hashOf(before))) {
                find(
                        "checkpoint %d does not follow from checkpoint %d, though both were kept elsewhere: the log was cut off, or went two ways from there."
                                .formatted(checkpoint.number(), checkpoint.number() - 1));
            }
        }
    }

    /**
     * Verifies an export.
     *
     * @param export a char is a byte (ISO 8859-1)
     */
    public Verdict verify(BufferedReader export) throws IOException {
        for (String text = export.readLine(); text != null; text = export.readLine()) {
            line++;
            take(text);
        }
        line = 0;
        kept.keySet()
                .forEach(number -> find("Checkpoint %d, which was kept elsewhere, is not in the export: the export ends"
                                .formatted(number)
                        + " too early, or the log was cut off or rewritten."));
        List<String> found = new ArrayList<>(unknownKeys.values());
        found.addAll(findings);
        return new Verdict(
                begin, position, checkpoints, signed, Optional.ofNullable(signedAt), found, unknownKeys.size());
    }

    private void take(String text) {
        Optional<ChainedEvent.Claimed> event = ChainedEvent.parse(text);
        if (event.isPresent()) {
            takeEvent(event.get());
            return;
        }
        Checkpoint.parse(text)
                .ifPresentOrElse(
                        this::takeCheckpoint,
                        () -> find(
                                "this is neither an event nor a checkpoint, as Bailiwick writes them: it was changed,"
                                        + " or the export was cut off within it."));
    }

    private void takeEvent(ChainedEvent.Claimed event) {
        if (!event.computed().equals(event.stored())) {
            find("event %d was changed: what it says does not give the hash that it carries."
                    .formatted(event.position()));
        }
        if (event.position() <= position) {
            find("event %d stands after event %d: it was moved, repeated or inserted."
                    .formatted(event.position(), position));
            return;
        }
        if (event.position() > position + 1) {
            find(missing(position + 1, event.position() - 1) + " missing before event %d.".formatted(event.position()));
        } else if (!event.previous().equals(head)) {
            find(
                    "event %d does not follow from %s: one of them was replaced, or something was inserted or removed between them."
                            .formatted(event.position(), position == 0 ? "the beginning" : "event " + position));
        }
        position = event.position();
        head = event.stored();
        counts.merge(event.kind(), 1L, Long::sum);
    }

    /** One of a key that was not given proves nothing, but it is a part of the chain: the next one follows from it. */
    private void takeCheckpoint(Checkpoint.Claimed checkpoint) {
        boolean known = isOfKnownKey(checkpoint);
        if (known && !isSigned(checkpoint)) {
            return;
        }
        if (part && position == 0 && lastCheckpoint == 0) {
            beginAt(checkpoint);
        } else {
            requireNext(checkpoint);
            requireSameEvents(checkpoint);
        }
        if (known) {
            checkpoints++;
            signed = Math.min(position, checkpoint.events());
            signedAt = checkpoint.at();
        }
        lastCheckpoint = checkpoint.number();
        lastCheckpointHash = Checkpoint.hashOf(checkpoint.statement());
        counts.clear();
        String expected = kept.remove(checkpoint.number());
        if (expected != null && !expected.equals(checkpoint.statement())) {
            find("checkpoint %d is not the one that was kept elsewhere: the log was rewritten."
                    .formatted(checkpoint.number()));
        }
    }

    private void beginAt(Checkpoint.Claimed checkpoint) {
        position = checkpoint.events();
        begin = position + 1;
        kept.keySet().removeIf(earlier -> earlier < checkpoint.number());
        head = checkpoint.head();
    }

    private void requireNext(Checkpoint.Claimed checkpoint) {
        if (checkpoint.number() != lastCheckpoint + 1 || !checkpoint.previous().equals(lastCheckpointHash)) {
            find("checkpoint %d does not follow from %s: a checkpoint was removed, moved or inserted."
                    .formatted(
                            checkpoint.number(),
                            lastCheckpoint == 0 ? "the beginning" : "checkpoint " + lastCheckpoint));
        }
    }

    private void requireSameEvents(Checkpoint.Claimed checkpoint) {
        if (checkpoint.events() > position) {
            find(missing(position + 1, checkpoint.events())
                    + " missing: checkpoint %d was signed when they were there.".formatted(checkpoint.number()));
            position = checkpoint.events();
            head = checkpoint.head();
        } else if (checkpoint.events() < position) {
            find(
                    "checkpoint %d stands after event %d, but was signed after event %d: it was moved, or events were inserted."
                            .formatted(checkpoint.number(), position, checkpoint.events()));
        } else if (!checkpoint.head().equals(head)) {
            find(
                    "event %d is not the one that was there when checkpoint %d was signed at %s: it, or one after event %d, was replaced since, and the hashes after it made anew."
                            .formatted(position, checkpoint.number(), checkpoint.at(), signed));
        } else if (!checkpoint.counts().equals(Checkpoint.json(counts))) {
            find("checkpoint %d counted other events than there are since the checkpoint before: %s, and there are %s."
                    .formatted(checkpoint.number(), checkpoint.counts(), Checkpoint.json(counts)));
        }
    }

    private boolean isOfKnownKey(Checkpoint.Claimed checkpoint) {
        boolean known = keys.containsKey(checkpoint.key());
        if (!known && unknownKeys.size() < MOST_UNKNOWN_KEYS && !unknownKeys.containsKey(checkpoint.key())) {
            unknownKeys.put(
                    checkpoint.key(),
                    placed(
                            "checkpoint %d says that it is signed by the key %s, which was not given: it is forged, or there was another audit key then; add that with --key."
                                    .formatted(checkpoint.number(), checkpoint.key())));
        }
        return known;
    }

    private boolean isSigned(Checkpoint.Claimed checkpoint) {
        AuditKey key = keys.get(checkpoint.key());
        boolean right = key != null && checkpoint.isSignedBy(key);
        if (!right) {
            find("checkpoint %d was changed or forged: its signature is not the audit key's."
                    .formatted(checkpoint.number()));
        }
        return right;
    }

    private static String missing(long from, long to) {
        return from == to ? "event %d is".formatted(from) : "events %d to %d are".formatted(from, to);
    }

    private void find(String what) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(placed(what));
        }
    }

    private String placed(String what) {
        return line == 0 ? what : "Line %d: %s".formatted(line, what);
    }
}
