package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;

/**
 * The folder with everything that must outlive a build: token, chain, database, TLS key. Only its owner may look inside.
 *
 * @param path the folder
 */
record DataFolder(Path path) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Makes it, if it is not there. */
    static DataFolder at(Path path) throws IOException {
        if (!Files.exists(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new DataFolder(path);
    }

    Path token() {
        return path.resolve("token");
    }

    Path ca() {
        return path.resolve("ca");
    }

    Path chain() {
        return ca().resolve("chain.pem");
    }

    Path root() {
        return path.resolve("root.pem");
    }

    Path database() {
        return path.resolve("database");
    }

    Path tls() {
        return path.resolve("tls");
    }

    Path log() {
        return path.resolve("log");
    }

    /** The running server's own folder; made anew at every start. */
    Path server() {
        return path.resolve("server");
    }

    Path announcement() {
        return path.resolve("quickstart.json");
    }

    /** The secret in a file, which is made with 192 random bits if it is not there. */
    static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] bits = new byte[24];
            RANDOM.nextBytes(bits);
            Path next = newFile(file);
            Files.writeString(next, Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    /** An empty file beside another, for its owner only: to be written and then moved into the other's place. */
    static Path newFile(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Files.createDirectories(folder);
        return Files.createTempFile(
                folder, "next", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
