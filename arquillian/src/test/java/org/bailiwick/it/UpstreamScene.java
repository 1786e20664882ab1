package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/**
 * An authority of a server whose certificates another CA makes, and what its administrator does about it.
 *
 * @param administrator of the server
 * @param id of the authority
 * @param directory its ACME directory
 */
record UpstreamScene(RunningServer server, AdminClient administrator, String id, URI directory) {

    /**
     * Makes one. It asks the CA from now on.
     *
     * @param url where that CA is asked
     * @param anchors PEM
     * @param zone names of any depth below it are permitted
     */
    static UpstreamScene make(RunningServer server, String url, String anchors, String secret, String zone)
            throws IOException, InterruptedException {
        AdminClient administrator = AdminClient.first(server);
        String name = "up-" + UUID.randomUUID().toString().substring(0, 8);
        String id = AdminClient.created(administrator.post(
                        "/upstreams",
                        Json.createObjectBuilder()
                                .add(
                                        "team",
                                        administrator
                                                .named("/authorities", "internal")
                                                .getString("team"))
                                .add("name", name)
                                .add("url", url)
                                .add("trustAnchors", anchors)
                                .add("secret", secret)
                                .build()
                                .toString()))
                .getString("authority");
        govern(administrator, "/authorities/" + id + "/policy", "{\"allow\":{\"dns\":[\"**.%s\"]}}".formatted(zone));
        JsonObject unused = AdminClient.created(
                administrator.post("/provisioners", "{\"authority\":\"%s\",\"name\":\"acme\"}".formatted(id)));
        URI directory = server.settings().url().resolve("/acme/%s/acme/directory".formatted(name));
        return new UpstreamScene(server, administrator, id, directory);
    }

    /** The one that a server was founded with, by its settings. */
    static UpstreamScene founded(RunningServer server) throws IOException, InterruptedException {
        AdminClient administrator = AdminClient.first(server);
        String id = administrator
                .named("/authorities", server.settings().authorityName())
                .getString("id");
        return new UpstreamScene(server, administrator, id, server.directory());
    }

    /** The same at another node. */
    UpstreamScene at(RunningServer node) throws IOException {
        return new UpstreamScene(
                node, AdminClient.first(node), id, node.settings().url().resolve(directory.getPath()));
    }

    /** Another policy for something that has one. */
    static void govern(AdminClient administrator, String path, String policy) throws IOException, InterruptedException {
        AdminClient.ok(administrator.put(path, policy, administrator.get(path).header("ETag")));
    }

    /** How it stands. */
    JsonObject standing() throws IOException, InterruptedException {
        return AdminClient.ok(administrator.get("/upstreams/" + id));
    }

    /** Waits until it stands so. */
    JsonObject awaitStanding(Predicate<JsonObject> wanted) throws IOException, InterruptedException {
        JsonObject standing = standing();
        for (int looks = 0; looks < 300 && !wanted.test(standing); looks++) {
            Thread.sleep(200);
            standing = standing();
        }
        assertThat(wanted.test(standing)).as(standing.toString()).isTrue();
        return standing;
    }

    UpstreamScene enrolled() throws IOException, InterruptedException {
        awaitStanding(standing -> standing.getString("status").equals("enrolled") && !standing.containsKey("problem"));
        return this;
    }

    /** A client with a new account. */
    AcmeClient client() throws IOException, InterruptedException {
        AcmeClient client = new AcmeClient(directory, server.root());
        assertThat(client.newAccount().status()).isEqualTo(201);
        return client;
    }

    /** What waits for the CA. */
    List<JsonObject> outbox() throws IOException, InterruptedException {
        return list(administrator, "/outbox?authority=" + id);
    }

    /** The id of what waits for an order. */
    String entryOf(String order) throws IOException, InterruptedException {
        return outbox().stream()
                .filter(entry -> entry.containsKey("order") && order.endsWith(entry.getString("order")))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    /** Waits until what waits for the CA is so. */
    List<JsonObject> awaitOutbox(Predicate<List<JsonObject>> wanted) throws IOException, InterruptedException {
        List<JsonObject> waiting = outbox();
        for (int looks = 0; looks < 600 && !wanted.test(waiting); looks++) {
            Thread.sleep(200);
            waiting = outbox();
        }
        assertThat(wanted.test(waiting)).as(waiting.toString()).isTrue();
        return waiting;
    }

    /** Waits until an order for a name waits for the CA. */
    void awaitEntryFor(String name) throws IOException, InterruptedException {
        boolean there = isWaiting(name);
        for (int looks = 0; looks < 300 && !there; looks++) {
            Thread.sleep(200);
            there = isWaiting(name);
        }
        assertThat(there).as("an order for " + name + " waits").isTrue();
    }

    private boolean isWaiting(String name) throws IOException, InterruptedException {
        for (JsonObject entry : outbox()) {
            if (entry.containsKey("order")
                    && AdminClient.ok(administrator.get("/orders/" + entry.getString("order")))
                            .getJsonArray("authorizations")
                            .getValuesAs(JsonObject.class)
                            .stream()
                            .anyMatch(each -> each.getString("value").equals(name))) {
                return true;
            }
        }
        return false;
    }

    /** Has an administrator ask for all that waits until nothing does. */
    void hurry() throws IOException, InterruptedException {
        List<JsonObject> waiting = outbox();
        for (int looks = 0; looks < 300 && !waiting.isEmpty(); looks++) {
            for (JsonObject each : waiting) {
                Answer retried = administrator.post("/outbox/" + each.getString("id") + "/retry");
                assertThat(retried.status()).as("there, gone, or just tried").isIn(200, 404, 409);
            }
            Thread.sleep(500);
            waiting = outbox();
        }
        assertThat(waiting).isEmpty();
    }

    /** The serial numbers of its certificates here. */
    List<BigInteger> serials() throws IOException, InterruptedException {
        return serials(administrator, "/certificates?authority=" + id);
    }

    /** How many of its orders are valid, of all its provisioners. */
    long validOrders() throws IOException, InterruptedException {
        long valid = 0;
        for (JsonObject each : list(administrator, "/provisioners?authority=" + id)) {
            valid += list(administrator, "/orders?provisioner=" + each.getString("id")).stream()
                    .filter(order -> order.getString("status").equals("valid"))
                    .count();
        }
        return valid;
    }

    static List<BigInteger> serials(AdminClient administrator, String list) throws IOException, InterruptedException {
        return list(administrator, list).stream()
                .map(each -> new BigInteger(each.getString("serial"), 16))
                .toList();
    }

    /** All pages of a list. */
    static List<JsonObject> list(AdminClient administrator, String list) throws IOException, InterruptedException {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = AdminClient.ok(administrator.get(list + "&limit=200" + cursor));
            all.addAll(page.getJsonArray("items").getValuesAs(JsonObject.class));
            cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
        } while (!cursor.isEmpty());
        return all;
    }

    /** Polls an order for longer than a CA is away: what became of it. */
    static Answer ended(AcmeClient client, String order) throws IOException, InterruptedException {
        Answer answer = client.postAsGet(order);
        for (int polls = 0; polls < 1_200 && answer.json().getString("status").equals("processing"); polls++) {
            assertThat(answer.header("Retry-After")).isNotEmpty();
            Thread.sleep(150);
            answer = client.postAsGet(order);
        }
        assertThat(answer.json().getString("status")).as(answer.body()).isNotEqualTo("processing");
        return answer;
    }

    /** An order that came to nothing: its problem. */
    static JsonObject failed(AcmeClient client, String order) throws IOException, InterruptedException {
        JsonObject ended = ended(client, order).json();
        assertThat(ended.getString("status")).as(ended.toString()).isEqualTo("invalid");
        assertThat(ended).doesNotContainKey("certificate");
        JsonObject problem = ended.getJsonObject("error");
        Clients.assertShowsNoInternals(problem.toString());
        return problem;
    }
}
