package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;

/** {@code mvn -Prun}: prepares what is missing, runs the server in the foreground, says where it is. */
public final class QuickStart {

    private QuickStart() {}

    /**
     * Runs until the server stops, or until it is interrupted, and then stops the server.
     *
     * @param arguments the top of the source tree, which was built, and the data folder that holds if no setting names
     *     another
     */
    public static void main(String... arguments) throws InterruptedException {
        int status;
        try {
            status = run(SettingSources.read(Path.of(arguments[1])), Home.of(Path.of(arguments[0])));
        } catch (InvalidSettingException | QuickStartException | TokenException cannotGoOn) {
            say("", "Bailiwick does not start: " + cannotGoOn.getMessage(), "");
            status = 1;
        } catch (IOException io) {
            say("", "Bailiwick does not start: a file cannot be read or written: " + io.getMessage(), "");
            status = 1;
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(Settings settings, Home home) throws IOException, InterruptedException {
        RunningServer server = RunningServer.start(settings, home);
        server.awaitReady();
        Announcement announcement = new Announcement(server);
        announcement.lines().forEach(System.out::println);
        announcement.write();
        int status = server.awaitEnd();
        say("The server at " + settings.url() + " has stopped.");
        return status;
    }

    static void say(String... lines) {
        List.of(lines).forEach(System.out::println);
    }
}
