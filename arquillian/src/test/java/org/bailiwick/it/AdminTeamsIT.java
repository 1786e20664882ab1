package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** U6, I17: what is another team's is as if it were not there. */
class AdminTeamsIT {

    private static final List<String> ROLES = List.of("authority-administrator", "eab-operator", "auditor");

    private final AdminClient first = AdminClient.first();
    private final UUID stranger =
            UUID.fromString(AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                    .getString("id"));

    /** By kind, the id of one thing of the team that the quick start has made. */
    private final Map<String, String> theirs = new TreeMap<>();

    AdminTeamsIT() throws IOException, InterruptedException, GeneralSecurityException {
        JsonObject authority = first.named("/authorities", "internal");
        JsonObject provisioner = first.named("/provisioners?authority=" + authority.getString("id"), "acme");
        theirs.put("teams", authority.getString("team"));
        theirs.put("authorities", authority.getString("id"));
        theirs.put("issuers", authority.getJsonArray("issuers").getJsonObject(0).getString("id"));
        theirs.put("provisioners", provisioner.getString("id"));
        theirs.put("tokens", AdminClient.ok(first.get("/caller")).getString("id"));
        AcmeClient client = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            Certified certified = Certified.get(client, responder, "of-a-team.localhost");
            theirs.put("certificates", lastSegment(certified.url()));
        }
        theirs.put(
                "external-account-keys",
                AdminClient.created(first.post(
                                "/external-account-keys",
                                "{\"provisioner\":\"%s\",\"reference\":\"%s\"}"
                                        .formatted(provisioner.getString("id"), UUID.randomUUID())))
                        .getString("id"));
        String manual = AdminClient.created(first.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"teams-%s\",\"kind\":\"manual\"}"
                                .formatted(
                                        authority.getString("id"),
                                        UUID.randomUUID().toString().substring(0, 8))))
                .getString("id");
        theirs.put(
                "manual-requests",
                AdminClient.created(first.post(
                                "/manual-requests",
                                "{\"provisioner\":\"%s\",\"csr\":\"%s\"}"
                                        .formatted(
                                                manual,
                                                AcmeClient.base64url(Csr.der(AcmeClient.newKey(), "teams.localhost")))))
                        .getString("id"));
        theirs.put("revocations", revocation(authority.getString("id")));
        CmpClient branch = CmpClient.registered(first, CmpClient.provisioner(first), TestServers.data("branches"))
                .enrolled();
        theirs.put("registration-authorities", branch.id());
        theirs.put("relayed-requests", CmpClient.ownRequest(first, branch));
        // of no team; for who is of one it is as if it did not exist
        theirs.put(
                "blocked-keys",
                AdminClient.created(first.post(
                                "/blocked-keys",
                                "{\"fingerprint\":\"%s\",\"reason\":\"test\"}"
                                        .formatted(UUID.randomUUID()
                                                .toString()
                                                .replace("-", "")
                                                .repeat(2))))
                        .getString("id"));
        String account = lastSegment(client.account());
        theirs.put("accounts", account);
        theirs.put(
                "orders",
                AdminClient.ok(first.get("/orders?account=" + account))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("id"));
    }

    /**
     * An authority that has its certificates of its neighbour, and what that one is to be asked for: its registration authority was
     * suspended before somebody ordered.
     */
    private final class Relayed implements AutoCloseable {

        private final CmpClient branch =
                CmpClient.registered(first, CmpClient.provisioner(first), TestServers.data("branches"));
        private final UpstreamScene upstream = UpstreamScene.make(
                        SharedServer.get(),
                        SharedServer.get().settings().httpUrl() + "/" + branch.path(),
                        Files.readString(SharedServer.get().root()),
                        branch.secret(),
                        "teams.localhost")
                .enrolled();

        Relayed() throws IOException, InterruptedException {
            AdminClient.ok(first.post("/registration-authorities/" + branch.id() + "/suspend"));
            AcmeClient client = upstream.client();
            try (ChallengeResponder responder =
                    new ChallengeResponder(SharedServer.get().settings().http01Port())) {
                String name = "relayed.teams.localhost";
                String order = Clients.readyOrder(client, responder, name);
                Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), name));
                assertThat(answer.json().getString("status")).as(answer.body()).isEqualTo("processing");
                theirs.put("upstreams", upstream.id());
                theirs.put("outbox", upstream.entryOf(order));
            }
        }

        /** What waits gets what it waits for. */
        @Override
        public void close() throws IOException {
            try {
                AdminClient.ok(first.post("/registration-authorities/" + branch.id() + "/resume"));
                upstream.hurry();
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the outbox emptied", asked);
            }
        }
    }

    /** One that has ended, of no certificate. */
    private String revocation(String authority) throws IOException, InterruptedException {
        String criteria =
                "\"authority\":\"%s\",\"criteria\":{\"name\":\"nothing.teams.localhost\"}".formatted(authority);
        String preview = AdminClient.ok(first.post("/revocations/preview", "{%s}".formatted(criteria)))
                .getString("preview");
        String id = AdminClient.created(first.post(
                        "/revocations",
                        "{%s,\"reason\":\"superseded\",\"preview\":\"%s\"}".formatted(criteria, preview)))
                .getString("id");
        for (int polls = 0;
                polls < 300
                        && !AdminClient.ok(first.get("/revocations/" + id))
                                .getString("status")
                                .equals("ended");
                polls++) {
            Thread.sleep(100);
        }
        return id;
    }

    @Test
    void noOperationShowsOrChangesAThingOfAnotherTeam() throws IOException, InterruptedException {
        try (Relayed relayed = new Relayed()) {
            assertThat(relayed.upstream.outbox()).hasSize(1);
            assertNothingShowsOrChangesAThingOfAnotherTeam();
        }
    }

    private void assertNothingShowsOrChangesAThingOfAnotherTeam() throws IOException, InterruptedException {
        Map<String, String> before = seen();
        for (String role : ROLES) {
            AdminClient other = first.of(role, stranger);
            for (AdminOperation operation : AdminOperation.all(first)) {
                String id = theirs.get(operation.kind());
                if (operation.isAboutOneThing() && operation.roles().contains(role)) {
                    assertThat(id).as("an id for " + operation).isNotNull();
                    Answer foreign = operation.call(other, id);
                    AdminClient.assertRefused(foreign, 404);
                    assertThat(foreign.body())
                            .as(operation + " as " + role)
                            .isEqualTo(operation.callForNothing(other).body());
                }
            }
        }
        assertThat(seen()).isEqualTo(before);
    }

    /** What the document says of answers holds, for all that can be read of these things. */
    @Test
    void everyAnswerIsAsTheDocumentSays() throws IOException, InterruptedException {
        try (Relayed relayed = new Relayed()) {
            assertThat(relayed.upstream.outbox()).hasSize(1);
            assertEveryAnswerIsAsTheDocumentSays();
        }
    }

    private void assertEveryAnswerIsAsTheDocumentSays() throws IOException, InterruptedException {
        JsonObject document = AdminClient.ok(first.get("/openapi.json"));
        for (AdminOperation operation : AdminOperation.all(first)) {
            JsonObject schema = operation.answerSchema();
            if (operation.method().equals("GET") && !schema.isEmpty()) {
                Answer answer = first.send(
                        "GET",
                        operation
                                .path()
                                .replace("{id}", theirs.getOrDefault(operation.kind(), ""))
                                .replace("{name}", "tlsserver"),
                        null,
                        Map.of());
                new AdminSchema(document, operation.toString()).check(AdminClient.ok(answer), schema);
            }
        }
    }

    @Test
    void noListShowsAThingOfAnotherTeam() throws IOException, InterruptedException {
        for (String role : ROLES) {
            AdminClient other = first.of(role, stranger);
            for (AdminOperation operation : AdminOperation.all(first)) {
                // lists that belong to one thing are asked for by its id, as everything that does
                boolean list =
                        operation.answerSchema().getString("$ref", "").endsWith("Page") && !operation.isAboutOneThing();
                if (list && operation.roles().contains(role)) {
                    Answer answer = other.send("GET", operation.path(), null, Map.of());
                    assertThat(answer.status()).as(operation + " as " + role).isIn(200, 403);
                    theirs.values().forEach(id -> assertThat(answer.body())
                            .as(operation + " as " + role)
                            .doesNotContain(id));
                }
            }
        }
    }

    @Test
    void noFilterAndNoBodyLeadsToAThingOfAnotherTeam() throws IOException, InterruptedException {
        AdminClient other = first.of("authority-administrator", stranger);
        AdminClient.assertRefused(other.get("/provisioners?authority=" + theirs.get("authorities")), 404);
        AdminClient.assertRefused(other.get("/issuers?authority=" + theirs.get("authorities")), 404);
        AdminClient.assertRefused(
                other.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"mine-now\"}".formatted(theirs.get("authorities"))),
                404);
        AdminClient.assertRefused(
                other.post(
                        "/external-account-keys",
                        "{\"provisioner\":\"%s\",\"reference\":\"mine\"}".formatted(theirs.get("provisioners"))),
                404);
        AdminClient.assertRefused(
                other.send(
                        "POST",
                        "/external-account-keys/import?provisioner=" + theirs.get("provisioners"),
                        "reference\nmine\n",
                        Map.of("Content-Type", "text/csv")),
                404);
        for (Map.Entry<String, String> context : Map.of(
                        "authority", "authorities",
                        "provisioner", "provisioners",
                        "account", "accounts",
                        "externalAccountKey", "external-account-keys")
                .entrySet()) {
            AdminClient.assertRefused(
                    other.post(
                            "/explain",
                            "{\"%s\":\"%s\",\"names\":[\"a.localhost\"]}"
                                    .formatted(context.getKey(), theirs.get(context.getValue()))),
                    404);
        }
        for (String criterion : List.of("account", "externalAccountKey", "provisioner")) {
            String kind = criterion.equals("externalAccountKey") ? "external-account-keys" : criterion + "s";
            AdminClient.assertRefused(
                    other.post(
                            "/revocations/preview",
                            "{\"authority\":\"%s\",\"criteria\":{\"%s\":\"%s\"}}"
                                    .formatted(theirs.get("authorities"), criterion, theirs.get(kind))),
                    404);
        }
        AdminClient.assertRefused(other.get("/revocations?authority=" + theirs.get("authorities")), 404);
        AdminClient.assertRefused(other.get("/registration-authorities?authority=" + theirs.get("authorities")), 404);
        AdminClient.assertRefused(
                other.get("/relayed-requests?registrationAuthority=" + theirs.get("registration-authorities")), 404);
        AdminClient.assertRefused(
                other.post(
                        "/registration-authorities",
                        "{\"provisioner\":\"%s\",\"name\":\"mine\"}".formatted(theirs.get("provisioners"))),
                404);
        assertThat(other.get("/external-account-keys/export?provisioner=" + theirs.get("provisioners"))
                        .body())
                .doesNotContain(theirs.get("external-account-keys"));
        for (String query : List.of(
                "/external-account-keys?provisioner=" + theirs.get("provisioners"),
                "/accounts?authority=" + theirs.get("authorities"),
                "/accounts?provisioner=" + theirs.get("provisioners"),
                "/orders?account=" + theirs.get("accounts"),
                "/orders?provisioner=" + theirs.get("provisioners"),
                "/certificates?name=of-a-team.localhost",
                "/certificates?nameContains=localhost",
                "/certificates?account=" + theirs.get("accounts"),
                "/certificates?authority=" + theirs.get("authorities"))) {
            assertThat(AdminClient.ok(other.get(query)).getJsonArray("items"))
                    .as(query)
                    .isEmpty();
            assertThat(AdminClient.ok(first.get(query)).getJsonArray("items"))
                    .as(query)
                    .isNotEmpty();
        }
    }

    /** That somebody tried is told, with who and what. */
    @Test
    void whatIsRefusedIsAudited() throws IOException, InterruptedException {
        AdminClient other = first.of("authority-administrator", stranger);
        String id = AdminClient.ok(other.get("/caller")).getString("id");
        AdminClient.assertRefused(other.get("/accounts/" + theirs.get("accounts")), 404);
        AdminClient.assertRefused(other.get("/tokens"), 403);
        AdminClient.assertRefused(other.get("/accounts/" + AcmeClient.base64url(new byte[16])), 404);
        assertThat(first.awaitAudited("administration-refused", id, 2))
                .asString()
                .contains("GET /accounts/" + theirs.get("accounts"), "\"team\"", "GET /tokens", "\"role\"")
                .doesNotContain(AcmeClient.base64url(new byte[16]));
    }

    /** A cursor is a position, not a right. */
    @Test
    void anothersCursorShowsNothingOfHis() throws IOException, InterruptedException {
        String cursor = AdminClient.ok(first.get("/certificates?limit=1")).getString("next", "");
        AdminClient other = first.of("auditor", stranger);
        assertThat(AdminClient.ok(other.get("/certificates?cursor=" + cursor)).getJsonArray("items"))
                .isEmpty();
    }

    /** Everything that the team's own administrator sees of them; but for his token, which he uses while he looks. */
    private Map<String, String> seen() throws IOException, InterruptedException {
        Map<String, String> seen = new TreeMap<>();
        for (Map.Entry<String, String> thing : theirs.entrySet()) {
            if (thing.getKey().equals("tokens")) {
                continue;
            }
            JsonObject shown = AdminClient.ok(first.get("/" + thing.getKey() + "/" + thing.getValue()));
            // what waits is tried again and again, whoever looks
            seen.put(thing.getKey(), thing.getKey().equals("outbox") ? shown.getString("status") : shown.toString());
        }
        return seen;
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
