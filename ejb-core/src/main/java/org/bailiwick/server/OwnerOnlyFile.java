package org.bailiwick.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a secret in it: nobody but its owner reads it, from its beginning on. */
final class OwnerOnlyFile {

    private OwnerOnlyFile() {}

    /** Makes an empty one with a name of its own, to be moved to its place when it is whole. */
    static Path create(Path folder, String prefix, String suffix) throws IOException {
        return Files.createTempFile(
                folder,
                prefix,
                suffix,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
