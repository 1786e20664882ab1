package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files that are carried to and from a ceremony; the transcript tells each with its SHA-256, as {@code sha256sum} prints
 * it. A file that exists is never overwritten, and none is left half written.
 */
record CeremonyFiles(Transcript transcript) {

    /** Chains, requests and the CRL of a root are much smaller. */
    private static final long LONGEST = 16L << 20;

    /** To be called before the token does anything: what it has done cannot be taken back if the file cannot be written. */
    static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("The file " + file + " exists; choose another.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new IllegalArgumentException("The file " + file + " cannot be written there.");
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

    void write(Path file, byte[] content) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("The file " + file + " exists; choose another.", e);
        }
        boolean whole = false;
        try (channel) {
            ByteBuffer octets = ByteBuffer.wrap(content);
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        tell("wrote", file, content);
    }

    private void tell(String what, Path file, byte[] content) {
        transcript.detail(what + " file " + file + ": " + content.length + " octets; SHA-256 " + Sha256.hex(content));
    }
}
