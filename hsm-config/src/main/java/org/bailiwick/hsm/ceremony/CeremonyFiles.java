package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The files that are carried to and from a ceremony; the transcript tells each with its SHA-256, as {@code sha256sum} prints
 * it. A file that exists is never overwritten, and none is left half written: it has another name until it is whole.
 */
record CeremonyFiles(Transcript transcript, DoneSoFar done) {

    /** Chains, requests and the CRL of a root are much smaller. */
    private static final long LONGEST = 16L << 20;

    /** Most of what is written is shorter. */
    private static final int ROOM = 64 << 10;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * To be called before the token does anything: what it has done cannot be taken back if the file cannot be written.
     *
     * @throws IllegalArgumentException if the file exists, or cannot be written, as on a disk that is full
     */
    static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw exists(file, null);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new IllegalArgumentException("The file " + file + " cannot be written there.");
        }
        try {
            Path part = partOf(file);
            try {
                writeAll(part, new byte[ROOM]);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The file " + file + " cannot be written there: " + e.getMessage() + ". Nothing was done.", e);
        }
    }

    byte[] read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IllegalArgumentException("The file " + file + " is too long for what it should be.");
        }
        byte[] content = Files.readAllBytes(file);
        tell("read", file, content);
        return content;
    }

    /** @throws IOException if it cannot be written; there is nothing of it then */
    void write(Path file, byte[] content) throws IOException {
        Path part = partOf(file);
        try {
            writeAll(part, content);
            Files.move(part, file);
        } catch (FileAlreadyExistsException e) {
            throw exists(file, e);
        } catch (IOException e) {
            throw new IOException("the file " + file + " was not written: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(part);
        }
        done.add("the file " + file + " was written");
        tell("wrote", file, content);
    }

    private static void writeAll(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer octets = ByteBuffer.wrap(content);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
    }

    /** In the same folder, so that it only has to be renamed; and nobody's, whatever was left there. */
    private static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + "." + Long.toHexString(RANDOM.nextLong()) + ".part");
    }

    private static IllegalArgumentException exists(Path file, @Nullable IOException cause) {
        return new IllegalArgumentException("The file " + file + " exists; choose another.", cause);
    }

    private void tell(String what, Path file, byte[] content) {
        transcript.detail(what + " file " + file + ": " + content.length + " octets; SHA-256 " + Sha256.hex(content));
    }
}
