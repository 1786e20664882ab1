package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs docs/key-ceremony.md: its commands in their order, and what it says that they print. */
class KeyCeremonyDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "key-ceremony.md");

    /** Fenced blocks to be run, and what they print. */
    private static final Pattern FENCE = Pattern.compile("(?m)^```(sh|text)\n(.*?)^```$", Pattern.DOTALL);

    private static final String MARK = "=== end of block ";

    /** Skips or fails this class where SoftHSM is missing. */
    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @TempDir
    Path room;

    private record Block(String kind, String text) {}

    @Test
    void everyCommandDoesWhatTheDocumentSays() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        List<Block> blocks = blocks();
        assertThat(blocks).filteredOn(block -> block.kind().equals("sh")).hasSizeGreaterThan(10);
        List<String> outputs = run(blocks);
        int commands = 0;
        for (Block block : blocks) {
            if (block.kind().equals("sh")) {
                commands++;
            } else {
                assertThat(lines(outputs.get(commands - 1)))
                        .as("printed by block %d", commands)
                        .containsSubsequence(lines(block.text()));
            }
        }
    }

    private static List<Block> blocks() throws IOException {
        Matcher fences = FENCE.matcher(Files.readString(DOCUMENT));
        List<Block> blocks = new ArrayList<>();
        while (fences.find()) {
            blocks.add(new Block(fences.group(1), fences.group(2)));
        }
        return blocks;
    }

    /** In one shell, which stops at the first command that fails. */
    private List<String> run(List<Block> blocks) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -eu\n");
        int number = 0;
        for (Block block : blocks) {
            if (block.kind().equals("sh")) {
                number++;
                script.append(block.text())
                        .append("echo '")
                        .append(MARK)
                        .append(number)
                        .append("'\n");
            }
        }
        Path program = room.resolve("ceremony.sh");
        Files.writeString(program, tool());
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path commands = Files.writeString(
                room.resolve("commands"),
                script.toString()
                        .replace(
                                "/usr/lib/softhsm/libsofthsm2.so",
                                softHsm.config().library().toString()));
        ProcessBuilder shell = new ProcessBuilder("sh", commands.toString())
                .directory(room.toFile())
                .redirectErrorStream(true);
        shell.environment().remove("SOFTHSM2_CONF");
        shell.environment().put("LC_ALL", "C.UTF-8");
        shell.environment().merge("PATH", "", (path, none) -> room + ":" + path);
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // for who writes the document
        Files.writeString(Path.of("target", "key-ceremony.txt"), output);
        assertThat(process.waitFor()).as(output).isZero();
        return List.of(output.split(Pattern.quote(MARK) + "[0-9]+\n"));
    }

    /** In place of the packaged one, which there is only after the tests. */
    private static String tool() {
        return "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 %s -cp '%s' %s \"$@\"\n"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED"
                                + " --add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Ceremony.class.getName());
    }

    /** Without what is different each time: times, keys, serial numbers, hashes, versions, folders. */
    private List<String> lines(String text) {
        return text.lines()
                .map(line -> line.replace(room.toString(), "/ceremony")
                        .replace(softHsm.config().library().toString(), "/usr/lib/softhsm/libsofthsm2.so")
                        .replaceAll("[0-9A-F]{2}(:[0-9A-F]{2}){31}", "FINGERPRINT")
                        .replaceAll("\\b[0-9a-f]{64}\\b", "HASH")
                        .replaceAll("\\b[0-9A-Fa-f]{39,40}\\b", "SERIAL")
                        .replaceAll("\\b20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "TIME")
                        .replaceAll("\\b[A-Z][a-z]{2} +\\d+ \\d\\d:\\d\\d:\\d\\d 20\\d\\d GMT", "TIME")
                        .replaceAll(
                                "Bailiwick ceremony [^;]*; Java [^;]*;", "Bailiwick ceremony VERSION; Java VERSION;")
                        .replaceAll("serial number [0-9a-f]{16};", "serial number OF-THE-TOKEN;")
                        .replaceAll("firmware [^;]*;", "firmware VERSION;")
                        .replaceAll("library [^,;]*libsofthsm2[.]so,", "library LIBRARY,")
                        .replaceAll("\\b\\d+ octets", "SOME octets")
                        .replace(" = ", "=") // of names, as one openssl or another prints them
                        .strip())
                .filter(line -> !line.isEmpty() && !line.equals("…"))
                .toList();
    }
}
