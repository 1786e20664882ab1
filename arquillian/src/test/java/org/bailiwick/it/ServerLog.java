package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.bailiwick.quickstart.RunningServer;

/**
 * What a server has told in {@code server.log} since a moment.
 *
 * @param server whose log it is
 * @param from how many characters it had before
 */
record ServerLog(RunningServer server, int from) {

    /** All of it. */
    static ServerLog of(RunningServer server) {
        return new ServerLog(server, 0);
    }

    /** What comes from now on: other tests left theirs. */
    static ServerLog fromNow(RunningServer server) throws IOException {
        return new ServerLog(server, of(server).text().length());
    }

    String text() throws IOException {
        String all = Files.readString(server.settings().data().resolve("log").resolve("server.log"));
        // at midnight it begins anew
        return all.substring(all.length() < from ? 0 : from);
    }

    void awaitSentence(String sentence) throws IOException, InterruptedException {
        for (int looks = 0; looks < 120 && !text().contains(sentence); looks++) {
            Thread.sleep(500);
        }
        assertThat(text()).contains(sentence);
    }
}
