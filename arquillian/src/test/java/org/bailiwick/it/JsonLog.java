package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.bailiwick.quickstart.RunningServer;

/** The log as JSON. */
final class JsonLog {

    private JsonLog() {}

    /** All its lines, each a whole event. */
    static List<JsonObject> of(RunningServer server) throws IOException {
        String log = Files.readString(server.settings().data().resolve("log").resolve("server.ndjson"));
        // the last line may be half written
        List<JsonObject> lines = log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .map(AcmeClient::parse)
                .toList();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");
            assertThat(line.getString("level")).matches("[A-Z]+");
            assertThat(line.getString("loggerName")).isNotBlank();
            assertThat(line.getString("threadName")).isNotBlank();
            assertThat(line).containsKey("message");
        });
        return lines;
    }

    /** The lines about a request. */
    static List<JsonObject> about(RunningServer server, String request) throws IOException {
        return of(server).stream()
                .filter(line ->
                        line.getJsonObject("mdc").getString("request", "").equals(request))
                .toList();
    }
}
