package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;

/**
 * A small company on the shared server, made by the admin API and by ACME clients, to be looked at: teams, authorities,
 * policies, external account keys, orders that succeed and orders that teach something.
 */
final class SampleWorld {

    private final RunningServer server = SharedServer.get();
    private final AdminClient api = AdminClient.first();
    private final ChallengeResponder responder;

    private SampleWorld(ChallengeResponder responder) throws IOException {
        this.responder = responder;
    }

    /**
     * Where there is something to see. All are ids.
     *
     * @param authority one that issues
     * @param issuer its only one
     * @param servers a provisioner that anybody may use
     * @param gateways one that wants keys, and has a policy with a history
     * @param key one of its keys, with an account and certificates
     * @param account an account with orders and certificates
     * @param certificate one that was renewed
     * @param unwanted a certificate that can be revoked
     * @param failed an order that failed
     * @param proven an order that came to a certificate
     */
    record Sights(
            String authority,
            String issuer,
            String servers,
            String gateways,
            String key,
            String account,
            String certificate,
            String unwanted,
            String failed,
            String proven) {}

    /** Makes all of it. */
    static Sights make() throws IOException, InterruptedException, GeneralSecurityException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            return new SampleWorld(responder).fill();
        }
    }

    private Sights fill() throws IOException, InterruptedException, GeneralSecurityException {
        JsonObject internal = authority(made("/teams", Map.of("name", "Platform")), "internal", "Example Internal");
        JsonObject lucerne =
                authority(made("/teams", Map.of("name", "Plant Lucerne")), "plant-lucerne", "Example Lucerne Plant");
        govern(
                "/authorities/" + internal.getString("id"),
                "{'allow':{'dns':['**.corp.internal']},'deny':{'dns':['vault.corp.internal']},"
                        + "'allowWildcardNames':true}");
        govern("/authorities/" + lucerne.getString("id"), "{'allow':{'dns':['**.plant.corp.internal']}}");
        String servers = provisioner(internal, "servers", "not-required", Map.of());
        provisioner(
                internal,
                "lab",
                "not-required",
                Map.of("bailiwick.profiles", "shortlived", "bailiwick.limits", "strict"));
        String gateways = provisioner(
                lucerne,
                "gateways",
                "new-account-required",
                Map.of("bailiwick.terms-of-service", "https://intranet.corp.internal/ca-terms"));
        provisioner(lucerne, "machines", "always-required", Map.of());
        govern("/provisioners/" + gateways, "{'deny':{'dns':['test.plant.corp.internal']}}");
        govern("/provisioners/" + gateways, "{'allow':{'dns':['**.plant.corp.internal']}}");
        govern(
                "/provisioners/" + gateways,
                "{'allow':{'dns':['**.plant.corp.internal']},"
                        + "'deny':{'dns':['test.plant.corp.internal','*.office.plant.corp.internal']}}");
        for (String name : List.of("monitoring", "inventory export")) {
            made("/tokens", Map.of("name", name, "role", "auditor", "expires", AdminClient.in(Duration.ofDays(90))));
        }
        String key = keys(gateways, servers);
        return orders(internal, servers, gateways, key);
    }

    /** Keys in every state; the one that is used most. */
    private String keys(String gateways, String servers)
            throws IOException, InterruptedException, GeneralSecurityException {
        String most = "";
        for (int i = 1; i <= 9; i++) {
            String name = "gateway-%02d.plant.corp.internal".formatted(i);
            JsonObject key = key(gateways, name, i < 6 ? "Automation, hall 1" : "Automation, hall 2");
            String path = "/external-account-keys/" + key.getString("id");
            if (i <= 5) {
                AcmeClient client = client("plant-lucerne", "gateways");
                register(client, "automation@corp.internal", key);
                if (i <= 4) {
                    certified(client, name);
                }
                if (i == 3) {
                    most = key.getString("id");
                    certified(client, name);
                }
            }
            if (i == 5) {
                AdminClient.ok(api.post(path + "/suspend"));
            } else if (i == 9) {
                AdminClient.ok(api.post(path + "/revoke"));
            }
        }
        key(servers, "build-agents", "Developer tools");
        key(servers, "mail.corp.internal", "Messaging");
        key(servers, "wiki.corp.internal", "Intranet");
        return most;
    }

    private Sights orders(JsonObject internal, String servers, String gateways, String key)
            throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient intranet = client("internal", "servers");
        register(intranet, "intranet@corp.internal", null);
        certified(intranet, "git.corp.internal");
        certified(intranet, "wiki.corp.internal", "docs.corp.internal");
        Certified renewed = certified(intranet, "git.corp.internal");
        refused(intranet, "vault.corp.internal");
        refused(intranet, "shop.example.com", "www.example.com");

        AcmeClient operations = client("internal", "servers");
        register(operations, "operations@corp.internal", null);
        certified(operations, "mail.corp.internal", "smtp.corp.internal", "imap.corp.internal");
        Certified unwanted = certified(operations, "old-proxy.corp.internal");
        here("crm.corp.internal", "127.0.0.1");
        here("build.corp.internal", "127.0.0.1");
        // nobody listens there
        here("nas-07.corp.internal", "127.0.0.2");
        failed(operations, "build.corp.internal", "<html><title>Welcome!</title><h1>It works</h1></html>");
        failed(operations, "printer-4.corp.internal", "");
        failed(operations, "nas-07.corp.internal", "");
        String failed = failed(operations, "crm.corp.internal", "");
        return new Sights(
                internal.getString("id"),
                issuer(internal),
                servers,
                gateways,
                key,
                last(intranet.account()),
                last(renewed.url()),
                last(unwanted.url()),
                failed,
                last(renewed.order()));
    }

    /** An order that fails, as nobody answers what is expected; its id. */
    private String failed(AcmeClient client, String name, String answer) throws IOException, InterruptedException {
        Answer order = client.newOrder(name);
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        String authorization = Clients.authorizations(order.json()).get(0);
        JsonObject challenge = Clients.challenge(client, authorization);
        if (!answer.isEmpty()) {
            responder.answer(challenge.getString("token"), 200, answer);
        }
        client.post(challenge.getString("url"), "{}");
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("invalid");
        return last(order.header("Location"));
    }

    private static void refused(AcmeClient client, String... names) throws IOException, InterruptedException {
        Answer order = client.newOrder(names);
        assertThat(order.problem()).as(order.body()).isEqualTo("rejectedIdentifier");
    }

    private Certified certified(AcmeClient client, String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        for (String name : names) {
            here(name, "127.0.0.1");
        }
        return Certified.get(client, responder, names);
    }

    private static void here(String name, String address) throws IOException {
        TestNameServer names = SharedServer.nameServer();
        if (names.lines(name, "A").isEmpty()) {
            names.add(name, "A", address);
        }
    }

    private AcmeClient client(String authority, String provisioner) throws IOException, InterruptedException {
        URI directory = server.settings().url().resolve("/acme/%s/%s/directory".formatted(authority, provisioner));
        return new AcmeClient(directory, server.root());
    }

    /** A new account; bound, if there is a key. */
    private static void register(AcmeClient client, String contact, @Nullable JsonObject key)
            throws IOException, InterruptedException {
        JsonObjectBuilder payload = Json.createObjectBuilder()
                .add("termsOfServiceAgreed", true)
                .add("contact", Json.createArrayBuilder().add("mailto:" + contact));
        if (key != null) {
            payload.add("externalAccountBinding", BoundDirectory.binding(client, key));
        }
        Answer answer = client.newAccount(payload.build().toString());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private JsonObject authority(JsonObject team, String name, String subject)
            throws IOException, InterruptedException {
        return AdminClient.created(api.post(
                "/authorities",
                Json.createObjectBuilder()
                        .add("team", team.getString("id"))
                        .add("name", name)
                        .add("root", ca(subject + " Root CA"))
                        .add("issuing", ca(subject + " CA"))
                        .build()
                        .toString()));
    }

    /** Its only one; its root is an issuer, too, as it signs CRLs. */
    private static String issuer(JsonObject authority) {
        return authority.getJsonArray("issuers").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getBoolean("active"))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    private static JsonObjectBuilder ca(String name) {
        return Json.createObjectBuilder()
                .add("subject", "CN=" + name + ",O=Example")
                .add("algorithm", "EC_P256");
    }

    private String provisioner(JsonObject authority, String name, String binding, Map<String, String> more)
            throws IOException, InterruptedException {
        JsonObjectBuilder settings = Json.createObjectBuilder().add("bailiwick.external-account", binding);
        more.forEach(settings::add);
        return AdminClient.created(api.post(
                        "/provisioners",
                        Json.createObjectBuilder()
                                .add("authority", authority.getString("id"))
                                .add("name", name)
                                .add("settings", settings)
                                .build()
                                .toString()))
                .getString("id");
    }

    private JsonObject key(String provisioner, String reference, String owner)
            throws IOException, InterruptedException {
        return made(
                "/external-account-keys", Map.of("provisioner", provisioner, "reference", reference, "owner", owner));
    }

    /** Gives a policy, as JSON with apostrophes for quotation marks. */
    private void govern(String what, String policy) throws IOException, InterruptedException {
        String path = what + "/policy";
        AdminClient.ok(api.put(path, policy.replace('\'', '"'), api.get(path).header("ETag")));
    }

    private JsonObject made(String list, Map<String, String> what) throws IOException, InterruptedException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        what.forEach(json::add);
        return AdminClient.created(api.post(list, json.build().toString()));
    }

    private static String last(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
