package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles of an authority's own: made through {@code /admin/api}, offered by a provisioner, and what comes of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomProfilesIT {

    private static final String NAME = "custom.localhost";

    private final AdminClient admin = AdminClient.first();
    private final String profiles =
            "/authorities/" + admin.named("/authorities", "internal").getString("id") + "/profiles";

    @TempDir
    private Path folder;

    private ChallengeResponder responder;

    CustomProfilesIT() throws IOException, InterruptedException {}

    @BeforeAll
    void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    @Test
    void aCertificateIsWhatItsProfileSays() throws IOException, InterruptedException, GeneralSecurityException {
        String profile = name();
        JsonObject document = Json.createObjectBuilder(gateway(profile, "P2D"))
                .add("description", "Gateways of the VPN")
                .add("keys", Json.createObjectBuilder().add("ec", Json.createArrayBuilder(List.of("P-256"))))
                .add("names", Json.createArrayBuilder(List.of("dns")))
                .add("commonName", "none")
                .build();
        Answer made = admin.post(profiles, document.toString());
        assertThat(AdminClient.created(made).getString("backdate")).isEqualTo("PT1H");
        assertThat(made.header("Location")).isEqualTo("/admin/api" + profiles + "/" + profile);
        AcmeClient client = clientOf(offer("tlsserver, " + profile));

        assertThat(directory(client)).containsEntry(profile, Json.createValue("Gateways of the VPN"));
        assertThat(client.newOrder(NAME).json().getString("profile")).isEqualTo("tlsserver");
        Answer order = ordered(client, profile, "dns", NAME);
        String url = Clients.makeReady(client, responder, order);
        Answer otherKey = client.post(
                Clients.finalizeUrl(client, url),
                CraftedCsr.payload(CraftedCsr.of(AccountKeys.ed25519().pair(), "Ed25519", "", CraftedCsr.dns(NAME))));
        Clients.assertRefused(client, otherKey, 400, "badCSR");
        assertThat(otherKey.json().getString("detail")).contains("EC on P-256").doesNotContain("RSA");
        Clients.assertRefused(client, ordered(client, profile, "ip", "127.0.0.1"), 400, "rejectedIdentifier");

        String pem = Clients.certificate(client, url, NAME);
        assertThat(length(Chains.leaf(pem))).isEqualTo(Duration.ofDays(2));
        String text = openssl(pem);
        assertThat(text.replaceAll(" +", " "))
                .contains("TLS Web Server Authentication")
                .containsIgnoringCase("IPsec")
                .contains("1.3.6.1.4.1.32473.7")
                .contains("Policy: 1.3.6.1.4.1.32473.1\n CPS: https://pki.localhost/cps\n")
                .contains("Policy: 1.3.6.1.4.1.32473.2\n")
                .contains("URI:http://pki.localhost/own.crl")
                .contains("X509v3 Subject Alternative Name: critical")
                .containsPattern("Subject: *\n")
                .doesNotContain("OCSP")
                .doesNotContain("CA Issuers");
    }

    @Test
    void aProfileThatChangedOrWentIsNotSignedUnseen()
            throws IOException, InterruptedException, GeneralSecurityException {
        String profile = name();
        AdminClient.created(admin.post(profiles, gateway(profile, "P2D").toString()));
        String path = profiles + "/" + profile;
        String provisioner = offer(profile);
        AcmeClient client = clientOf(provisioner);
        String before = Clients.readyOrder(client, responder, NAME);

        Answer read = admin.get(path);
        assertThat(AdminClient.ok(read).getString("name")).isEqualTo(profile);
        String longer = gateway(profile, "P3D").toString();
        AdminClient.assertRefused(admin.send("PUT", path, longer, Map.of("Content-Type", "application/json")), 428);
        AdminClient.assertRefused(admin.put(path, longer, "*"), 428);
        Answer changed = admin.put(path, longer, read.header("ETag"));
        assertThat(AdminClient.ok(changed).getString("validity")).isEqualTo("P3D");
        AdminClient.assertRefused(admin.put(path, longer, read.header("ETag")), 412);
        assertFinalizeRefused(client, before, "changed");
        String after = Clients.readyOrder(client, responder, NAME);
        assertThat(length(Chains.leaf(Clients.certificate(client, after, NAME))))
                .isEqualTo(Duration.ofDays(3));

        String last = Clients.readyOrder(client, responder, NAME);
        String etag = admin.get(path).header("ETag");
        Answer offered = delete(path, etag);
        AdminClient.assertRefused(offered, 409);
        assertThat(offered.json().getString("detail")).contains("bailiwick.profiles");
        JsonObject found = admin.named("/provisioners", provisioner);
        String settings = "/provisioners/" + found.getString("id");
        AdminClient.ok(admin.put(
                settings + "/settings", "{\"settings\":{}}", admin.get(settings).header("ETag")));
        AdminClient.assertRefused(admin.send("DELETE", path, null, Map.of()), 428);
        AdminClient.assertRefused(delete(path, read.header("ETag")), 412);
        assertThat(AdminClient.ok(delete(path, etag)).getString("validity")).isEqualTo("P3D");
        AdminClient.assertRefused(admin.get(path), 404);
        assertFinalizeRefused(client, last, "deleted");
        for (String change : List.of("profile-created", "profile-changed", "profile-deleted")) {
            admin.awaitAudited(change, profile);
        }
    }

    /** What a key names is offered, if its provisioner offers it, too. */
    @Test
    void anExternalAccountKeyIsForACustomProfile() throws IOException, InterruptedException {
        String profile = name();
        AdminClient.created(admin.post(profiles, gateway(profile, "P2D").toString()));
        String provisioner = offer("tlsserver, " + profile);
        String id = admin.named("/provisioners", provisioner).getString("id");
        String terms = "{\"provisioner\":\"%s\",\"reference\":\"%s\",\"profiles\":[\"%s\"]}";
        JsonObject key = AdminClient.created(
                admin.post("/external-account-keys", terms.formatted(id, UUID.randomUUID(), profile)));
        assertThat(key.getJsonArray("profiles").getString(0)).isEqualTo(profile);
        AdminClient.assertRefused(
                admin.post("/external-account-keys", terms.formatted(id, UUID.randomUUID(), name())), 400);
    }

    @Test
    void theBuiltInOnesAreThereAndStay() throws IOException, InterruptedException {
        JsonObject all = AdminClient.ok(admin.get(profiles));
        assertThat(all.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                        .filter(each -> each.getBoolean("builtIn"))
                        .map(each -> each.getString("name")))
                .containsExactly("tlsserver", "shortlived", "tlsclient", "mutual");
        Answer read = admin.get(profiles + "/mutual");
        String mutual = AdminClient.ok(read).toString();
        assertThat(mutual).contains("\"serverAuth\",\"clientAuth\"");
        AdminClient.assertRefused(admin.post(profiles, mutual), 409);
        AdminClient.assertRefused(admin.put(profiles + "/mutual", mutual, read.header("ETag")), 409);
        AdminClient.assertRefused(delete(profiles + "/mutual", read.header("ETag")), 409);
        AdminClient.assertRefused(admin.get(profiles + "/none"), 404);
        AdminClient.assertRefused(admin.get("/authorities/" + UUID.randomUUID() + "/profiles"), 404);
    }

    /** Each with apostrophes for quotation marks. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{'name':'x'}",
                "{'name':'X','validity':'P1D','extendedKeyUsages':['serverAuth']}",
                "{'name':'a/b','validity':'P1D','extendedKeyUsages':['serverAuth']}",
                "{'name':'x','validity':'1 day','extendedKeyUsages':['serverAuth']}",
                "{'name':'x','validity':'P0D','extendedKeyUsages':['serverAuth']}",
                "{'name':'x','validity':'P999999D','extendedKeyUsages':['serverAuth']}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':[]}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['anyExtendedKeyUsage']}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['1.3.6.1.5.5.7.3.9']}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'keyUsages':['keyCertSign']}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'basicConstraints':{'ca':true}}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'crlUrls':['https://a.test/']}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'keys':{'rsa':{'minimumBits':1024}}}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'policies':[{'oid':'2.5.29.32.0'}]}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth'],'validity':'P2D'}",
                "{'name':'x','validity':'P1D','extendedKeyUsages':['serverAuth']"
            })
    void whatIsNoProfileIsRefused(String document) throws IOException, InterruptedException {
        AdminClient.assertRefused(admin.post(profiles, document.replace('\'', '"')), 400);
        AdminClient.assertRefused(admin.get(profiles + "/x"), 404);
    }

    @Test
    void theFaultsOfADocumentAreAllToldWithTheirPlaces() throws IOException, InterruptedException {
        Answer refused = admin.post(profiles, "{\"name\":\"X\",\"validity\":7,\"more\":1}");
        AdminClient.assertRefused(refused, 400);
        assertThat(refused.json().getJsonArray("errors").toString())
                .contains("/validity: ", "/extendedKeyUsages: ", "/more: ");
    }

    @Test
    void aProvisionerOffersOnlyWhatThereIs() throws IOException, InterruptedException {
        Answer refused = admin.post("/provisioners", provisioner(name(), "tlsserver, nobodys"));
        AdminClient.assertRefused(refused, 400);
        assertThat(refused.json().getString("detail")).contains("nobodys", "mutual");
    }

    private static String name() {
        return "p-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static JsonObject gateway(String name, String validity) {
        return Json.createObjectBuilder()
                .add("name", name)
                .add("validity", validity)
                .add(
                        "extendedKeyUsages",
                        Json.createArrayBuilder(List.of("serverAuth", "ipsecIKE", "1.3.6.1.4.1.32473.7")))
                .add(
                        "policies",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("oid", "1.3.6.1.4.1.32473.1")
                                        .add("cps", "https://pki.localhost/cps"))
                                .add(Json.createObjectBuilder().add("oid", "1.3.6.1.4.1.32473.2")))
                .add("crlUrls", Json.createArrayBuilder(List.of("http://pki.localhost/own.crl")))
                .add("ocspUrls", Json.createArrayBuilder())
                .add("issuerUrls", Json.createArrayBuilder())
                .build();
    }

    /** A provisioner with these profiles: its name. */
    private String offer(String offered) throws IOException, InterruptedException {
        String name = name();
        AdminClient.created(admin.post("/provisioners", provisioner(name, offered)));
        return name;
    }

    private String provisioner(String name, String offered) {
        return Json.createObjectBuilder()
                .add("authority", profiles.split("/", 4)[2])
                .add("name", name)
                .add("settings", Json.createObjectBuilder().add("bailiwick.profiles", offered))
                .build()
                .toString();
    }

    private static AcmeClient clientOf(String provisioner) throws IOException, InterruptedException {
        AcmeClient client = new AcmeClient(
                ProvisionersIT.directory(SharedServer.get(), provisioner),
                SharedServer.get().root());
        assertThat(client.newAccount().status()).isEqualTo(201);
        return client;
    }

    private static JsonObject directory(AcmeClient client) {
        return client.directory().getJsonObject("meta").getJsonObject("profiles");
    }

    private static Answer ordered(AcmeClient client, String profile, String type, String name)
            throws IOException, InterruptedException {
        JsonObjectBuilder order = Json.createObjectBuilder()
                .add("profile", profile)
                .add(
                        "identifiers",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("type", type)
                                        .add("value", name)));
        return client.post(client.url("newOrder"), order);
    }

    private static void assertFinalizeRefused(AcmeClient client, String order, String because)
            throws IOException, InterruptedException {
        Answer refused = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));
        Clients.assertRefused(client, refused, 400, "invalidProfile");
        assertThat(refused.json().getString("detail")).contains(because, "make a new order");
    }

    private Answer delete(String path, String etag) throws IOException, InterruptedException {
        return admin.send("DELETE", path, null, Map.of("If-Match", etag));
    }

    private static Duration length(X509Certificate certificate) {
        return Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .plusSeconds(1);
    }

    /** What OpenSSL reads. */
    private String openssl(String pem) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("leaf.pem"), pem);
        Path output = folder.resolve("leaf.txt");
        Process process = new ProcessBuilder("openssl", "x509", "-noout", "-text", "-in", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
