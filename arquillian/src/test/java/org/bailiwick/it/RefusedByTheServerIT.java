package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no code of ours gets to see is refused plainly, too, and leaves nothing in the log. */
class RefusedByTheServerIT {

    private static final String END = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private final RunningServer server = SharedServer.get();
    private final Path log = server.settings().data().resolve("log").resolve("server.log");
    private int linesBefore;

    @BeforeEach
    void readLog() throws IOException {
        linesBefore = Files.readAllLines(log).size();
    }

    @AfterEach
    void nothingIsInTheLog() throws IOException {
        List<String> lines = Files.readAllLines(log);
        assertThat(lines.subList(linesBefore, lines.size()))
                .noneMatch(line -> line.contains(" ERROR ") || line.startsWith("\tat "));
    }

    @Test
    void aTargetThatIsNoPathIsABadRequest() throws IOException {
        for (String target : List.of("GET *", "POST *", "GET x", "OPTIONS *", "CONNECT evil:443")) {
            String answer = RawConnection.answerTo(server, target + END);
            assertThat(answer).as(target).matches("(?s)HTTP/1.1 40[05] .*");
            Clients.assertShowsNoInternals(answer);
        }
    }

    @Test
    void pagesAreShownAndNothingElse() throws IOException {
        for (String page : List.of("/", "/index.xhtml", "/admin/", "/admin/index.xhtml")) {
            String state = RawConnection.answerTo(server, "GET " + page + "?jakarta.faces.ViewState=1" + END);
            assertThat(state).as(page).startsWith("HTTP/1.1 400 ").contains("This page cannot be shown");
            Clients.assertShowsNoInternals(state);
            String posted = RawConnection.answerTo(
                    server,
                    "POST " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 25\r\n\r\n"
                            + "jakarta.faces.ViewState=1");
            if (page.startsWith("/admin/")) {
                assertThat(posted).as(page).startsWith("HTTP/1.1 403 ");
            } else {
                assertThat(posted).as(page).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD");
            }
            Clients.assertShowsNoInternals(posted);
        }
    }

    @Test
    void formsThatCannotBeReadAreRefused() throws IOException {
        String parameters = "a=1&".repeat(1_500);
        for (String form : List.of(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(parameters.length(), parameters),
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9\r\n\r\n--x\r\nbad\r")) {
            for (String page : List.of("/index.xhtml", "/admin/index.xhtml")) {
                String answer = RawConnection.answerTo(
                        server, "POST " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + form);
                assertThat(answer).as(page).startsWith("HTTP/1.1 4");
                Clients.assertShowsNoInternals(answer);
            }
        }
    }

    @Test
    void aLargeBodyThatNobodyReadsIsNoTrouble() throws IOException, InterruptedException {
        String body = "x".repeat(100_000);
        for (String target : List.of("POST /acme/internal/acme/new-order", "POST /acme/x", "PUT /acme/x", "POST /x")) {
            String answer = RawConnection.answerTo(
                    server,
                    target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100000\r\n\r\n" + body);
            assertThat(answer).as(target).matches("(?s)HTTP/1.1 4(04|05|15) .*");
        }
        // the end of an exchange may come after its answer
        Thread.sleep(500);
    }

    @Test
    void severalMediaTypesAreNone() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        for (String type : List.of("application/jose+json, text/plain", ",", "application/jose+json,")) {
            Answer answer = client.send(client.url("newOrder"), "{}", type);
            Clients.assertRefused(client, answer, 415, "malformed");
        }
    }

    @Test
    void theRedirectToThePortalLeadsToThisServer() throws IOException {
        String answer =
                RawConnection.answerTo(server, "GET /admin HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 302 ").doesNotContain("evil");
    }
}
