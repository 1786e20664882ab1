package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/**
 * A branch of the small company ({@link SampleWorld}), to be looked at: an authority whose certificates come from the one of the
 * headquarters, by CMP. Both are on the shared server. It has relayed some orders; since somebody else enrolled in its place,
 * one waits.
 */
final class SampleBranch {

    private static final String NAME = "basel";
    private static final String ZONE = "basel.corp.internal";

    private final RunningServer server = SharedServer.get();
    private final AdminClient api = AdminClient.first();
    private final ChallengeResponder responder;

    private SampleBranch(ChallengeResponder responder) throws IOException {
        this.responder = responder;
    }

    /**
     * Where there is something to see. All but the last are ids.
     *
     * @param registrationAuthority one that has enrolled and relayed
     * @param request by which it got a certificate, with its words about the validation
     * @param authority the branch's own
     * @param entry what waits for the headquarters
     * @param name of the registration authority
     */
    record Sights(String registrationAuthority, String request, String authority, String entry, String name) {}

    /** Makes all of it; the small company is there. */
    static Sights make() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            return new SampleBranch(responder).fill();
        }
    }

    private Sights fill() throws IOException, InterruptedException {
        JsonObject headquarters = api.named("/authorities", "internal");
        String provisioner = made(
                        "/provisioners",
                        Map.of("authority", headquarters.getString("id"), "name", "branches", "kind", "ra"))
                .getString("id");
        govern("/provisioners/" + provisioner);
        JsonObject registered = made("/registration-authorities", Map.of("provisioner", provisioner, "name", NAME));
        String id = registered.getString("id");
        UpstreamScene branch = branch(headquarters, registered).enrolled();
        AcmeClient client = branch.client();
        for (String name : new String[] {"till-1." + ZONE, "till-2." + ZONE}) {
            Answer ended = UpstreamScene.ended(client, finalized(client, name));
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
        }
        String request = newestRequest(id);
        lockOut(id, registered.getString("url"));
        String entry = branch.entryOf(finalized(client, "till-3." + ZONE));
        awaitAnswer(entry);
        return new Sights(id, request, branch.id(), entry, NAME);
    }

    /** The branch's authority, with a policy and a provisioner. */
    private UpstreamScene branch(JsonObject headquarters, JsonObject registered)
            throws IOException, InterruptedException {
        String id = made(
                        "/upstreams",
                        Map.of(
                                "team",
                                headquarters.getString("team"),
                                "name",
                                NAME,
                                "url",
                                registered.getString("url"),
                                "trustAnchors",
                                root(headquarters) + Files.readString(server.root()),
                                "secret",
                                registered.getString("secret")))
                .getString("authority");
        govern("/authorities/" + id);
        JsonObject unused = made("/provisioners", Map.of("authority", id, "name", "tills"));
        URI directory = server.settings().url().resolve("/acme/%s/tills/directory".formatted(NAME));
        return new UpstreamScene(server, api, id, directory);
    }

    /** The highest certificate of its chain, PEM. The server's own leads up to another one. */
    private static String root(JsonObject authority) {
        String chain = authority.getJsonArray("issuers").getJsonObject(0).getString("chain");
        return chain.substring(chain.lastIndexOf("-----BEGIN"));
    }

    /** An order that is ready and then finalized: its URL. */
    private String finalized(AcmeClient client, String name) throws IOException, InterruptedException {
        SharedServer.nameServer().add(name, "A", "127.0.0.1");
        String order = Clients.readyOrder(client, responder, name);
        Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return order;
    }

    /** The id of the newest request that is not for itself. */
    private String newestRequest(String registrationAuthority) throws IOException, InterruptedException {
        return UpstreamScene.list(api, "/relayed-requests?registrationAuthority=" + registrationAuthority).stream()
                .filter(each -> each.getString("kind").equals("relayed"))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    /** Somebody else enrols in its place: what the branch signs does not count from now on. */
    private void lockOut(String registrationAuthority, String url) throws IOException, InterruptedException {
        String another = "/registration-authorities/%s/secret".formatted(registrationAuthority);
        String secret = AdminClient.ok(api.post(another, "{}")).getString("secret");
        Path folder = Files.createDirectories(TestServers.data("branch"));
        String path = url.substring(url.indexOf("/cmp/") + 1);
        CmpClient unused = new CmpClient(server, folder, path, registrationAuthority, secret).enrolled();
    }

    /** Until the page about an entry says why it waits. */
    private void awaitAnswer(String entry) throws IOException, InterruptedException {
        JsonObject shown = AdminClient.ok(api.get("/outbox/" + entry));
        for (int looks = 0; looks < 300 && !shown.containsKey("problem"); looks++) {
            Thread.sleep(200);
            shown = AdminClient.ok(api.get("/outbox/" + entry));
        }
        assertThat(shown).containsKey("problem");
    }

    /** Permits the names of the branch. */
    private void govern(String what) throws IOException, InterruptedException {
        UpstreamScene.govern(api, what + "/policy", "{\"allow\":{\"dns\":[\"**.%s\"]}}".formatted(ZONE));
    }

    private JsonObject made(String list, Map<String, String> what) throws IOException, InterruptedException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        what.forEach(json::add);
        return AdminClient.created(api.post(list, json.build().toString()));
    }
}
