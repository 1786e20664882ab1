package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder with everything that must outlive a build: token, chain, database, TLS key. Only its owner may look inside.
 *
 * @param path the folder
 */
record DataFolder(Path path) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /**
     * Makes it, if it is not there; closes it to others, if it is.
     *
     * @throws QuickStartException if it belongs to others, or has other things in it
     */
    static DataFolder at(Path path) throws IOException {
        DataFolder data = new DataFolder(path);
        if (!Files.exists(path)) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
            data.close();
        }
        return data;
    }

    /** Never closes a folder that others use: somebody may have named /tmp, or a home. */
    private void close() throws IOException {
        if (!isEmpty(path) && !Files.exists(token()) && !Files.exists(settings())) {
            throw new QuickStartException(
                    "the data folder %s has other things in it, and must be for its owner only: name another folder (bailiwick.data), move them, or run \"chmod 700\" on it if it is the right one."
                            .formatted(path));
        }
        try {
            Files.setPosixFilePermissions(path, OWNER_ONLY);
        } catch (FileSystemException notOurs) {
            throw new QuickStartException(
                    "the data folder %s must be for its owner only, but it belongs to %s and others may look inside: run \"chown\" and \"chmod 700\" on it, or name another folder (bailiwick.data)."
                            .formatted(path, Files.getOwner(path).getName()),
                    notOurs);
        }
    }

    /** Whether a server was made ready here. That comes after the keys, so a chain that is missing then was there. */
    boolean holdsMoreThanKeys() throws IOException {
        return !isEmpty(database()) || !isEmpty(tls()) || !isEmpty(server());
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    /**
     * Demands that no server runs on this folder: a second one would take the first one's files away.
     *
     * @throws QuickStartException if one does
     */
    void requireNoServer() throws IOException {
        if (!Files.exists(serverProcess())) {
            return;
        }
        String noted = Files.readString(serverProcess());
        if (ProcessHandle.allProcesses().map(DataFolder::described).anyMatch(noted::equals)) {
            throw new QuickStartException(
                    "a server runs on the data folder %s already (process %s): stop it, or name another folder (bailiwick.data)."
                            .formatted(path, noted.split(" ", 2)[0]));
        }
    }

    /** Notes which server runs here. */
    void noteServer(ProcessHandle server) throws IOException {
        Files.writeString(serverProcess(), described(server));
    }

    /** A process id is used again, one that began at the same moment is not. */
    private static String described(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().map(Instant::toString).orElse("");
    }

    private Path serverProcess() {
        return path.resolve("server.process");
    }

    /** The settings that people write here. */
    Path settings() {
        return path.resolve("bailiwick.properties");
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

    /** The certificate of the key that signs the audit log's checkpoints: for those who verify it. */
    Path auditKey() {
        return path.resolve("audit-key.pem");
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
