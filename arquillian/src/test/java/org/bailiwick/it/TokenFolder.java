package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.quickstart.RunningServer;

/**
 * The folder with SoftHSM's objects: without it, the token is gone.
 *
 * @param folder where the server looks for it
 * @param away where it is meanwhile
 */
record TokenFolder(Path folder, Path away) {

    TokenFolder(RunningServer server) {
        this(server.settings().data().resolve("token"), server.settings().data().resolve("token-away"));
    }

    void goAway() throws IOException {
        Files.move(folder, away);
    }

    void comeBack() throws IOException {
        Files.move(away, folder);
    }

    /** Has a pipe in the place of each object: whoever opens it waits for somebody who writes into it. */
    void hang() throws IOException, InterruptedException {
        goAway();
        List<String> mkfifo = new ArrayList<>(List.of("mkfifo"));
        try (Stream<Path> tree = Files.walk(away)) {
            for (Path real : (Iterable<Path>) tree::iterator) {
                Path here = folder.resolve(away.relativize(real));
                if (Files.isDirectory(real)) {
                    Files.createDirectory(here);
                } else if (real.startsWith(away.resolve("tokens"))) {
                    mkfifo.add(here.toString());
                } else {
                    Files.copy(real, here);
                }
            }
        }
        assertThat(new ProcessBuilder(mkfifo).inheritIO().start().waitFor()).isZero();
    }

    void goOn() throws IOException {
        Path pipes = folder.resolveSibling("token-pipes");
        Files.move(folder, pipes);
        comeBack();
        try (Stream<Path> tree = Files.walk(pipes.resolve("tokens"))) {
            for (Path pipe : (Iterable<Path>) tree.filter(path -> !Files.isDirectory(path))::iterator) {
                // does not wait for a reader, as it could read itself; those who wait read that there is nothing
                new RandomAccessFile(pipe.toFile(), "rw").close();
            }
        }
    }

    /** Ends what a test that failed has left. */
    void restore() throws IOException {
        if (Files.exists(away) && Files.exists(folder)) {
            goOn();
        } else if (Files.exists(away)) {
            comeBack();
        }
    }
}
