package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process that holds the locks of files. SoftHSM waits for them for as long as it takes, so the token whose files
 * they are hangs, and no other of the same library does.
 */
final class HeldFiles implements AutoCloseable {

    private final Process holder;

    HeldFiles(List<Path> files) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HeldFiles.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = holder.inputReader(StandardCharsets.US_ASCII);
        assertThat(said.readLine()).isEqualTo("held");
    }

    /** Holds them until its input ends. */
    public static void main(String[] files) throws IOException {
        List<FileChannel> held = new ArrayList<>();
        for (String file : files) {
            FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.WRITE);
            assertThat(channel.lock().isValid()).isTrue();
            held.add(channel);
        }
        System.out.println("held");
        while (System.in.read() >= 0) {
            // nothing is said
        }
        for (FileChannel channel : held) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        assertThat(holder.onExit().join().exitValue()).isZero();
    }
}
