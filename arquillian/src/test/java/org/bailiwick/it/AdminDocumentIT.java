package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of {@code docs/admin-api.md}, as it is printed there, with real curl. */
class AdminDocumentIT {

    private static final Pattern BLOCK = Pattern.compile("```sh\n# (?<name>\\S+)\n(?<script>.*?)```", Pattern.DOTALL);
    private static final Pattern STATUS = Pattern.compile("<(\\d{3})>");

    private final RunningServer server = SharedServer.get();
    private final AdminClient first = AdminClient.first();

    @TempDir
    private Path folder;

    AdminDocumentIT() throws IOException {}

    @Test
    void everyExampleWorksAndEveryOperationHasOne() throws IOException, InterruptedException, GeneralSecurityException {
        Map<String, String> scripts = scripts();
        List<AdminOperation> operations = AdminOperation.all(first);
        assertThat(scripts.keySet())
                .containsAll(operations.stream().map(AdminOperation::id).toList());
        assertThat(scripts)
                .hasSize(operations.size() + 3)
                .containsKeys("set-up", "createToken-of-certificate", "caller-by-certificate");
        Map<String, String> environment = environment();
        for (Map.Entry<String, String> script : scripts.entrySet()) {
            if (script.getKey().equals("set-up")) {
                continue;
            }
            AdminOperation operation = operations.stream()
                    .filter(each -> each.id().equals(script.getKey().replaceFirst("-(of|by)-certificate$", "")))
                    .findFirst()
                    .orElseThrow();
            List<Integer> statuses = run(script.getKey(), scripts.get("set-up") + script.getValue(), environment);
            assertThat(statuses).as(script.getKey()).isNotEmpty().allMatch(status -> status < 300);
            assertThat(operation.statuses()).as(script.getKey()).contains(statuses.get(statuses.size() - 1));
        }
    }

    /** Runs it and returns the statuses that curl saw. */
    private List<Integer> run(String name, String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = folder.resolve(name + ".out");
        Path statuses = folder.resolve(name + ".status");
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", script)
                .redirectOutput(output.toFile())
                .redirectError(statuses.toFile());
        shell.environment().putAll(environment);
        int exit = shell.start().waitFor();
        String shown = Files.readString(output) + Files.readString(statuses);
        assertThat(exit).as(name + ": " + shown).isZero();
        Matcher status = STATUS.matcher(Files.readString(statuses));
        List<Integer> seen = new ArrayList<>();
        while (status.find()) {
            seen.add(Integer.valueOf(status.group(1)));
        }
        return seen;
    }

    /** The things that the examples are about. */
    private Map<String, String> environment() throws IOException, InterruptedException, GeneralSecurityException {
        Map<String, String> names = new TreeMap<>();
        // curl reads its options there: it tells us the status, whatever the example does with the answer
        Files.writeString(folder.resolve(".curlrc"), "write-out = \"%{stderr}<%{http_code}>%{stdout}\"\n");
        names.put("CURL_HOME", folder.toString());
        names.put("API", first.url(""));
        names.put("ROOT", server.root().toString());
        names.put("TOKEN", server.settings().adminTokenFile().orElseThrow().toString());
        ClientCa.Client client = SharedServer.CLIENT_CA.client("documented");
        names.put(
                "CERT",
                Files.writeString(folder.resolve("client.pem"), client.pem()).toString());
        names.put(
                "CERT_KEY",
                Files.writeString(folder.resolve("client.key"), client.keyPem()).toString());
        names.put(
                "CERTIFICATE_API",
                "https://localhost:%d/admin/api".formatted(server.settings().adminClientPort()));
        names.put("TOKEN_ID", first.grant("auditor", null).getString("id"));
        JsonObject authority = AdminClient.ok(first.get("/authorities")).getJsonArray("items").stream()
                .map(JsonValue::asJsonObject)
                .filter(each -> each.getString("name").equals("internal"))
                .findFirst()
                .orElseThrow();
        names.put("TEAM", authority.getString("team"));
        names.put("AUTHORITY", authority.getString("id"));
        names.put(
                "PENDING",
                founded(
                                authority.getString("team"),
                                "\"request\":{\"subject\":\"CN=Documented CA\",\"algorithm\":\"EC_P256\"}")
                        .getString("id"));
        names.put(
                "ISSUER",
                founded(
                                authority.getString("team"),
                                "\"root\":{\"subject\":\"CN=Documented Root\",\"algorithm\":\"EC_P256\"},"
                                        + "\"issuing\":{\"subject\":\"CN=Documented\",\"algorithm\":\"EC_P256\"}")
                        .getJsonArray("issuers")
                        .getValuesAs(JsonObject.class)
                        .stream()
                        .filter(issuer -> issuer.getBoolean("active"))
                        .findFirst()
                        .orElseThrow()
                        .getString("id"));
        names.put("UPSTREAM", upstream(authority.getString("team")));
        JsonObject provisioner = AdminClient.created(first.post(
                "/provisioners",
                "{\"authority\":\"%s\",\"name\":\"docs-%s\"}"
                        .formatted(
                                authority.getString("id"),
                                UUID.randomUUID().toString().substring(0, 8))));
        names.put("PROVISIONER", provisioner.getString("id"));
        String manual = AdminClient.created(first.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"docs-%s\",\"kind\":\"manual\"}"
                                .formatted(
                                        authority.getString("id"),
                                        UUID.randomUUID().toString().substring(0, 8))))
                .getString("id");
        names.put("MANUAL", manual);
        byte[] csr = Csr.der(AcmeClient.newKey(), "manual.docs.localhost");
        names.put(
                "CSR",
                Files.writeString(
                                folder.resolve("host.csr"),
                                "-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n"
                                        .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'})
                                                .encodeToString(csr)))
                        .toString());
        names.put(
                "REQUEST",
                AdminClient.created(first.post(
                                "/manual-requests",
                                "{\"provisioner\":\"%s\",\"csr\":\"%s\"}".formatted(manual, AcmeClient.base64url(csr))))
                        .getString("id"));
        String criteria = "\"authority\":\"%s\",\"criteria\":{\"name\":\"nothing.docs.localhost\"}"
                .formatted(authority.getString("id"));
        names.put(
                "REVOCATION",
                AdminClient.created(first.post(
                                "/revocations",
                                "{%s,\"reason\":\"superseded\",\"preview\":\"%s\"}"
                                        .formatted(
                                                criteria,
                                                AdminClient.ok(first.post(
                                                                "/revocations/preview", "{%s}".formatted(criteria)))
                                                        .getString("preview"))))
                        .getString("id"));
        AcmeClient acme = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            Certified certified = Certified.get(acme, responder, "docs.localhost");
            names.put("CERTIFICATE", lastSegment(certified.url()));
            names.put("ORDER", lastSegment(certified.order()));
        }
        names.put("ACCOUNT", lastSegment(acme.account()));
        String relay = CmpClient.provisioner(first);
        names.put("RELAY", relay);
        CmpClient branch = CmpClient.registered(first, relay, folder).enrolled();
        names.put("BRANCH", branch.id());
        names.put("RELAYED", CmpClient.ownRequest(first, branch));
        Files.writeString(
                folder.resolve("keys.csv"), "reference,owner,expires\nhost-21,ops,2099-01-01\nhost-22,ops,\n");
        names.put("CSV", folder.resolve("keys.csv").toString());
        names.put(
                "KEY",
                AdminClient.created(first.post(
                                "/external-account-keys",
                                "{\"provisioner\":\"%s\",\"reference\":\"host-1\"}"
                                        .formatted(provisioner.getString("id"))))
                        .getString("id"));
        return names;
    }

    /** Of a CA that nobody finds. */
    private String upstream(String team) throws IOException, InterruptedException {
        String anchors = Files.readString(server.root()).replace("\n", "\\n");
        return AdminClient.created(first.post(
                        "/upstreams",
                        "{\"team\":\"%s\",\"name\":\"docs-%s\",\"url\":\"http://ca.invalid/cmp\",\"trustAnchors\":\"%s\",\"secret\":\"once\"}"
                                .formatted(team, UUID.randomUUID().toString().substring(0, 8), anchors)))
                .getString("authority");
    }

    private JsonObject founded(String team, String how) throws IOException, InterruptedException {
        String name = "docs-" + UUID.randomUUID().toString().substring(0, 8);
        return AdminClient.created(
                first.post("/authorities", "{\"team\":\"%s\",\"name\":\"%s\",%s}".formatted(team, name, how)));
    }

    private static Map<String, String> scripts() throws IOException {
        Map<String, String> scripts = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(
                Files.readString(SharedServer.project().resolve("docs").resolve("admin-api.md")));
        while (block.find()) {
            assertThat(scripts.put(block.group("name"), block.group("script")))
                    .as(block.group("name") + " is there once")
                    .isNull();
        }
        return scripts;
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
