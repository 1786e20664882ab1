package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transcript in a file: UTF-8, a line an act, only ever appended to. A line is its number, a space, what is said, then
 * {@code " | "} and the SHA-256, in hex, of the hash of the line before, a space, and all that stands before the {@code
 * " | "}. The line before the first has 64 zeros. So a line that is changed, removed, added or moved shows in that line or
 * the next; only that the last ones are missing does not, which is why witnesses write down the last hash.
 */
final class TranscriptFile implements AutoCloseable {

    private static final String BEFORE_THE_FIRST = "0".repeat(64);
    private static final Pattern LINE = Pattern.compile("(([0-9]{1,9}) .*) \\| ([0-9a-f]{64})");

    /** Many thousand ceremonies. What is longer is no transcript. */
    private static final long LONGEST = 64L << 20;

    private final Path path;
    private final FileChannel channel;
    private State end;

    /**
     * Where a transcript ends.
     *
     * @param lines how many it has
     * @param hash of the last one
     */
    record State(int lines, String hash) {}

    private TranscriptFile(Path path, FileChannel channel, State end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /**
     * Opens one to go on with, or begins it. No other program can do so meanwhile.
     *
     * @throws IllegalArgumentException if what is there is not a whole transcript, or somebody else writes to it
     */
    static TranscriptFile open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IllegalArgumentException("The transcript " + path + " is not a file.");
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean opened = false;
        try {
            lock(path, channel);
            State end = verify(path, channel);
            channel.position(channel.size());
            opened = true;
            return new TranscriptFile(path, channel, end);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        }
        if (!locked) {
            throw new IllegalArgumentException(
                    "Another ceremony writes to the transcript " + path + " now; wait until it is done.");
        }
    }

    /**
     * Reads one from its first line to its last.
     *
     * @return where it ends
     * @throws IllegalArgumentException if a line is not what was written; the message says which
     */
    static State verify(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return verify(path, channel);
        }
    }

    /** By this very channel: on Linux, closing another one of the same file would give up the lock. */
    private static State verify(Path path, FileChannel channel) throws IOException {
        if (channel.size() > LONGEST) {
            throw notWhole(path, "it is longer than any");
        }
        ByteBuffer octets = ByteBuffer.allocate((int) channel.size());
        while (octets.hasRemaining() && channel.read(octets) >= 0) {
            // until all is read
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException e) {
            throw notWhole(path, "it is not UTF-8");
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw notWhole(path, "its last line was cut off");
        }
        State state = new State(0, BEFORE_THE_FIRST);
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            state = next(path, state, text.substring(from, to));
            from = to + 1;
        }
        return state;
    }

    private static State next(Path path, State before, String line) {
        int number = before.lines() + 1;
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw notWhole(path, "line " + number + " is not one of a transcript");
        }
        if (!parts.group(2).equals(Integer.toString(number))) {
            throw notWhole(path, "line " + number + " has the number " + parts.group(2));
        }
        if (!parts.group(3).equals(hash(before, parts.group(1)))) {
            throw notWhole(
                    path,
                    "line " + number
                            + " does not follow from the one before: it was changed, or others were removed, added"
                            + " or moved");
        }
        return new State(number, parts.group(3));
    }

    /**
     * Appends a line, and sees to it that it is on the disk.
     *
     * @param text without a line end
     * @return the line as it was written
     * @throws IOException if it cannot be written, as on a disk that is full; nothing of it is left in the file then
     */
    String append(String text) throws IOException {
        int number = end.lines() + 1;
        String said = number + " " + text;
        String hash = hash(end, said);
        String line = said + " | " + hash;
        ByteBuffer octets = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        long before = channel.position();
        boolean whole = false;
        try {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                channel.truncate(before);
            }
        }
        end = new State(number, hash);
        return line;
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String hash(State before, String said) {
        return Sha256.hex((before.hash() + " " + said).getBytes(StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException notWhole(Path path, String why) {
        return new IllegalArgumentException("The transcript " + path + " is not as it was written: " + why
                + ". Keep it as it is, and go on in a new one.");
    }
}
