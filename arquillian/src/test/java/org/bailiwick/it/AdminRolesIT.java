package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** U8, I22: every operation of the API as every role, as a stranger, and with tokens that are no more. */
class AdminRolesIT {

    private final AdminClient first = AdminClient.first();
    private final List<AdminOperation> operations = AdminOperation.all(first);
    private final UUID team =
            UUID.fromString(AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                    .getString("id"));

    AdminRolesIT() throws IOException, InterruptedException {}

    @Test
    void everyOperationIsForExactlyTheRolesThatTheDocumentNames() throws IOException, InterruptedException {
        Map<String, AdminClient> roles = new TreeMap<>();
        roles.put("super-administrator", first.of("super-administrator", null));
        roles.put("authority-administrator", first.of("authority-administrator", team));
        roles.put("eab-operator", first.of("eab-operator", team));
        roles.put("auditor", first.of("auditor", null));
        for (AdminOperation operation : operations) {
            for (Map.Entry<String, AdminClient> role : roles.entrySet()) {
                Answer answer = operation.callForNothing(role.getValue());
                String who = operation + " as " + role.getKey() + ": " + answer.body();
                if (operation.roles().contains(role.getKey())) {
                    assertThat(answer.status()).as(who).isNotIn(401, 403).isIn(operation.statuses());
                } else {
                    assertThat(answer.status()).as(who).isEqualTo(403);
                    AdminClient.assertRefused(answer, 403);
                }
            }
        }
    }

    /** Whoever has a token would fill the disk otherwise; that it was refused is in the audit log. */
    @Test
    void whatARoleForbidsLeavesNoStackTraceInTheLog() throws IOException, InterruptedException {
        AdminClient auditor = first.of("auditor", null);
        Path log = SharedServer.get().settings().data().resolve("log").resolve("server.log");
        int before = Files.readAllLines(log).size();
        for (int i = 0; i < 5; i++) {
            AdminClient.assertRefused(auditor.post("/teams", "{\"name\":\"not mine\"}"), 403);
        }
        // the log may be written after the answer
        Thread.sleep(500);
        List<String> lines = Files.readAllLines(log);
        assertThat(lines.subList(before, lines.size()))
                .noneMatch(line -> line.startsWith("\tat ") || line.contains("EJBAccessException"));
    }

    @Test
    void anAuditorChangesNothing() {
        assertThat(operations)
                .filteredOn(operation -> operation.roles().contains("auditor"))
                .filteredOn(operation -> !operation.method().equals("GET"))
                .extracting(AdminOperation::path)
                .allMatch(path -> path.equals("/explain")
                        || path.endsWith("/policy/impact")
                        || path.equals("/revocations/preview"));
        assertThat(operations)
                .filteredOn(operation -> operation.method().equals("GET"))
                .allSatisfy(operation -> assertThat(operation.roles()).contains("auditor"));
        assertThat(operations)
                .allSatisfy(operation -> assertThat(operation.roles()).contains("super-administrator"));
    }

    @Test
    void strangersAndTokensThatAreNoMoreGetNowhere() throws IOException, InterruptedException {
        JsonObject revoked = first.grant("super-administrator", null);
        AdminClient.ok(first.post("/tokens/" + revoked.getString("id") + "/revoke"));
        List<AdminClient> nobodies = List.of(
                first.showing(null),
                first.showing("Bearer bwk_" + "A".repeat(43)),
                first.with(revoked.getString("token")),
                expired());
        for (AdminOperation operation : operations) {
            for (AdminClient nobody : nobodies) {
                AdminClient.assertRefused(operation.callForNothing(nobody), 401);
            }
        }
    }

    /** One whose token opened something until a moment ago. */
    private AdminClient expired() throws IOException, InterruptedException {
        JsonObject token = AdminClient.created(first.post(
                "/tokens",
                "{\"name\":\"short\",\"role\":\"super-administrator\",\"expires\":\"%s\"}"
                        .formatted(AdminClient.in(Duration.ofSeconds(3)))));
        AdminClient client = first.with(token.getString("token"));
        for (int polls = 0; client.get("/caller").status() != 401; polls++) {
            assertThat(polls).as("polls until a token of three seconds expires").isLessThan(600);
            Thread.sleep(100);
        }
        return client;
    }
}
