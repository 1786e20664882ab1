package org.bailiwick.validation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.acme.AddressRange;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;

/**
 * The system's hosts file. Read again for every look-up, so that a change counts at once.
 *
 * @param path the file; it need not exist
 */
record HostsFile(Path path) {

    /** The file of this system. */
    static HostsFile ofSystem() {
        String windows = System.getenv("SystemRoot");
        return new HostsFile(
                windows == null ? Path.of("/etc/hosts") : Path.of(windows, "System32", "drivers", "etc", "hosts"));
    }

    /** All addresses that the file gives a name, in the file's order; none if the file cannot be read. */
    List<InetAddress> addresses(String name) {
        try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(line -> address(line, name).stream()).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static Optional<InetAddress> address(String line, String name) {
        int comment = line.indexOf('#');
        String[] words =
                (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
        boolean named = Arrays.stream(words).skip(1).anyMatch(word -> isSame(word, name));
        return named ? Optional.ofNullable(literal(words[0])).map(AddressRange::address) : Optional.empty();
    }

    private static boolean isSame(String word, String name) {
        return name.equalsIgnoreCase(word.endsWith(".") ? word.substring(0, word.length() - 1) : word);
    }

    private static byte @Nullable [] literal(String text) {
        byte[] ipv4 = Address.toByteArray(text, Address.IPv4);
        return ipv4 != null ? ipv4 : Address.toByteArray(text, Address.IPv6);
    }
}
