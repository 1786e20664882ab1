package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certification requests that administrators submit to a manual provisioner. */
class ManualRequestsIT {

    private final AdminClient first = AdminClient.first();
    private final JsonObject authority = first.named("/authorities", "internal");
    private final UUID team = UUID.fromString(authority.getString("team"));
    private final AdminClient administrator = first.of("authority-administrator", team);
    private final JsonObject provisioner = provisioner("manual");

    @TempDir
    private Path folder;

    ManualRequestsIT() throws IOException, InterruptedException {}

    /** With the tool that an administrator uses. */
    @Test
    void aRequestOfOpensslBecomesACertificateThatOpensslVerifies()
            throws IOException, InterruptedException, GeneralSecurityException {
        Path csr = folder.resolve("host.csr");
        openssl(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                folder.resolve("host.key").toString(),
                "-subj",
                "/O=Ignored/CN=host.localhost",
                "-addext",
                "subjectAltName=DNS:host.localhost,DNS:*.host.localhost,IP:127.0.0.1",
                "-out",
                csr.toString());
        JsonObject made = AdminClient.created(submit(administrator, Files.readString(csr)));

        assertThat(made.getString("status")).isEqualTo("valid");
        assertThat(texts(made, "names")).containsExactly("host.localhost", "*.host.localhost", "127.0.0.1");
        assertThat(made.getString("administrator"))
                .isEqualTo(AdminClient.ok(administrator.get("/caller")).getString("id"));
        assertThat(AdminClient.ok(administrator.get("/manual-requests/" + made.getString("id"))))
                .isEqualTo(made);
        Path chain = Files.writeString(folder.resolve("chain.pem"), made.getString("chain"));
        assertThat(openssl(
                        "verify",
                        "-x509_strict",
                        "-CAfile",
                        SharedServer.get().root().toString(),
                        "-untrusted",
                        chain.toString(),
                        "-verify_hostname",
                        "host.localhost",
                        chain.toString()))
                .contains(": OK");
        X509Certificate leaf = Chains.leaf(made.getString("chain"));
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=host.localhost");

        JsonObject certificate = AdminClient.ok(administrator.get("/certificates/" + made.getString("certificate")));
        assertThat(certificate.getString("manualRequest")).isEqualTo(made.getString("id"));
        assertThat(certificate.getString("serial")).isEqualTo(made.getString("serial"));
        assertThat(certificate).doesNotContainKeys("account", "order");
        assertThat(first.awaitAudited("certificate-issued", made.getString("id")))
                .asString()
                .contains(
                        made.getString("administrator"),
                        provisioner.getString("id"),
                        "\"names\":[\"host.localhost\",\"*.host.localhost\",\"127.0.0.1\"]",
                        "permittedBy");
    }

    /** An answer that is lost is found again; asking again makes another certificate. */
    @Test
    void theSameRequestAgainMakesAnotherCertificateAndBothAreFound() throws IOException, InterruptedException {
        AdminClient other = first.of("authority-administrator", team);
        String caller = AdminClient.ok(other.get("/caller")).getString("id");
        String csr = AcmeClient.base64url(Csr.der(AcmeClient.newKey(), "twice.localhost"));
        JsonObject one = AdminClient.created(submit(other, csr));
        JsonObject two = AdminClient.created(submit(other, csr));
        assertThat(one.getString("serial")).isNotEqualTo(two.getString("serial"));
        assertThat(one.getString("keySha256")).isEqualTo(two.getString("keySha256"));
        for (String query : List.of(
                "administrator=" + caller, "administrator=" + caller + "&provisioner=" + provisioner.getString("id"))) {
            assertThat(AdminClient.ok(administrator.get("/manual-requests?" + query))
                            .getJsonArray("items")
                            .getValuesAs(JsonObject.class))
                    .extracting(each -> each.getString("certificate"))
                    .containsExactlyInAnyOrder(one.getString("certificate"), two.getString("certificate"));
        }
    }

    @Test
    void profileAndValidityAreThoseThatWereAskedFor()
            throws IOException, InterruptedException, GeneralSecurityException {
        String csr = AcmeClient.base64url(Csr.der(AcmeClient.newKey(), "short.localhost"));
        String end = AdminClient.in(Duration.ofHours(30));
        JsonObject made = AdminClient.created(administrator.post(
                "/manual-requests",
                body(csr)
                        .add("profile", "shortlived")
                        .add("notAfter", end)
                        .build()
                        .toString()));
        assertThat(made.getString("profile")).isEqualTo("shortlived");
        assertThat(made.getString("notAfter")).isEqualTo(end);
        assertThat(Chains.leaf(made.getString("chain"))
                        .getNotAfter()
                        .toInstant()
                        .toString())
                .isEqualTo(end);
        for (Map.Entry<String, String> wrong : Map.of(
                        "profile", "tlsclient",
                        "notAfter", AdminClient.in(Duration.ofDays(7)),
                        "notBefore", AdminClient.in(Duration.ofDays(-7)))
                .entrySet()) {
            AdminClient.assertRefused(
                    administrator.post(
                            "/manual-requests",
                            body(csr)
                                    .add("profile", "shortlived")
                                    .add(wrong.getKey(), wrong.getValue())
                                    .build()
                                    .toString()),
                    400);
        }
    }

    @Test
    void theProvisionersPolicyNarrowsWhatTheAuthorityPermits() throws IOException, InterruptedException {
        JsonObject narrow = provisioner("narrow");
        String path = "/provisioners/" + narrow.getString("id") + "/policy";
        String etag = administrator.get(path).header("ETag");
        AdminClient.ok(administrator.put(
                path,
                "{\"allow\":{\"dns\":[\"*.branch.localhost\"]},\"deny\":{\"dns\":[\"no.branch.localhost\"]}}",
                etag));
        AdminClient.created(submit(administrator, narrow, csr("a.branch.localhost")));
        Answer refused = submit(administrator, narrow, csr("b.branch.localhost", "no.branch.localhost", "x.localhost"));
        AdminClient.assertRefused(refused, 400);
        assertThat(texts(refused.json(), "errors"))
                .hasSize(2)
                .anySatisfy(each -> assertThat(each).contains("no.branch.localhost", "this provisioner", "deny"))
                .anySatisfy(each -> assertThat(each).contains("x.localhost", "this provisioner"));
        assertThat(AdminClient.ok(administrator.get("/manual-requests?provisioner=" + narrow.getString("id")))
                        .getJsonArray("items"))
                .as("what is refused leaves nothing")
                .hasSize(1);
        assertThat(first.awaitAudited("administration-refused", "no.branch.localhost"))
                .asString()
                .contains("POST", "manual-requests", "decidedBy", "\"provisioner\"");
    }

    /** C1 to C10, I1, I2. */
    @Test
    void badRequestsAreRefusedAndLeaveNothing() throws Exception {
        JsonObject untouched = provisioner("untouched");
        KeyPair key = AcmeClient.newKey();
        byte[] good = Csr.der(key, "host.localhost");
        byte[] wrongSignature = good.clone();
        wrongSignature[wrongSignature.length - 1] ^= 1;
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient account = new AcmeClient(
                SharedServer.get().directory(), SharedServer.get().root(), accountKey);
        assertThat(account.newAccount().status()).isEqualTo(201);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("nothing", "");
        bad.put("garbage", "garbage");
        bad.put("PEM of garbage", pem("CERTIFICATE REQUEST", "garbage".getBytes(StandardCharsets.US_ASCII)));
        bad.put("a certificate's label", pem("CERTIFICATE", good));
        bad.put("two requests", pem("CERTIFICATE REQUEST", good) + pem("CERTIFICATE REQUEST", good));
        bad.put("something in front", "x\n" + pem("CERTIFICATE REQUEST", good));
        bad.put("something after it", AcmeClient.base64url(Arrays.copyOf(good, good.length + 1)));
        bad.put("cut off", AcmeClient.base64url(Arrays.copyOf(good, good.length - 1)));
        bad.put("padding", Base64.getUrlEncoder().encodeToString(Arrays.copyOf(good, 100)));
        bad.put("a wrong signature", AcmeClient.base64url(wrongSignature));
        bad.put(
                "another's signature",
                AcmeClient.base64url(CraftedCsr.signedBy(AcmeClient.newKey(), key.getPublic(), "host.localhost")));
        bad.put(
                "a common name that is no alternative name",
                AcmeClient.base64url(
                        CraftedCsr.of(key, "SHA256withECDSA", "CN=other.localhost", CraftedCsr.dns("host.localhost"))));
        bad.put("no name", AcmeClient.base64url(CraftedCsr.of(key, "SHA256withECDSA", "O=None")));
        bad.put("a CA", AcmeClient.base64url(CraftedCsr.greedy(key, "host.localhost", true, "mark")));
        bad.put(
                "an e-mail address",
                AcmeClient.base64url(
                        CraftedCsr.withNames(key, new GeneralName(GeneralName.rfc822Name, "a@localhost"))));
        bad.put(
                "a URI",
                AcmeClient.base64url(CraftedCsr.withNames(
                        key,
                        new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String("spiffe://a/b")))));
        bad.put(
                "a weak key",
                AcmeClient.base64url(
                        CraftedCsr.of(rsa.generateKeyPair(), "SHA256withRSA", "", CraftedCsr.dns("host.localhost"))));
        bad.put("an account's key", AcmeClient.base64url(Csr.der(accountKey, "host.localhost")));
        bad.put("a name that nobody permits", AcmeClient.base64url(Csr.der(key, "www.example.com")));
        bad.put("a wildcard below one", AcmeClient.base64url(Csr.der(key, "*.*.localhost")));
        bad.put("a bare wildcard", AcmeClient.base64url(Csr.der(key, "*")));
        bad.put("nested too deep", AcmeClient.base64url(CraftedCsr.nest(10_000)));
        bad.put(
                "a name too many",
                AcmeClient.base64url(Csr.der(
                        key,
                        IntStream.range(0, 101)
                                .mapToObj("host-%d.localhost"::formatted)
                                .toArray(String[]::new))));
        bad.put("too long", "A".repeat(70_000));
        for (Map.Entry<String, String> each : bad.entrySet()) {
            Answer answer = submit(administrator, untouched, each.getValue());
            assertThat(answer.status()).as(each.getKey() + ": " + answer.body()).isEqualTo(400);
            AdminClient.assertRefused(answer, 400);
        }
        AdminClient.assertRefused(submit(administrator, untouched, "A".repeat(1024 * 1024)), 413);
        for (String body : List.of(
                "{}",
                "[]",
                "{\"provisioner\":\"%s\"}".formatted(untouched.getString("id")),
                "{\"provisioner\":\"%s\",\"csr\":7}".formatted(untouched.getString("id")),
                "{\"provisioner\":\"x\",\"csr\":\"AA\"}",
                "{\"provisioner\":\"%s\",\"csr\":\"AA\",\"names\":[]}".formatted(untouched.getString("id")),
                "{\"provisioner\":\"%s\",\"csr\":\"AA\",\"notAfter\":\"soon\"}".formatted(untouched.getString("id")))) {
            AdminClient.assertRefused(administrator.post("/manual-requests", body), 400);
        }
        assertThat(AdminClient.ok(administrator.get("/manual-requests?provisioner=" + untouched.getString("id")))
                        .getJsonArray("items"))
                .isEmpty();
    }

    /** R5: whatever way the request comes. */
    @Test
    void aKeyThatWasCompromisedGetsNoOther() throws IOException, InterruptedException {
        String csr = csr("compromised.localhost");
        JsonObject made = AdminClient.created(submit(administrator, csr));
        AdminClient.ok(administrator.post(
                "/certificates/" + made.getString("certificate") + "/revoke", "{\"reason\":\"keyCompromise\"}"));
        Answer again = submit(administrator, csr);
        AdminClient.assertRefused(again, 400);
        assertThat(again.json().getString("detail")).contains("reported as compromised");
    }

    @Test
    void aManualProvisionerHasNoDirectoryNoAccountsAndFewSettings() throws IOException, InterruptedException {
        assertThat(provisioner.getString("kind")).isEqualTo("manual");
        assertThat(provisioner).doesNotContainKey("directory");
        URI start = SharedServer.get().directory();
        Answer directory = get(start.resolve("../%s/directory".formatted(provisioner.getString("name")))
                .toString());
        assertThat(directory.status()).isEqualTo(404);
        assertThat(directory.body())
                .isEqualTo(get(start.resolve("../nobody-there/directory").toString())
                        .body());
        AcmeClient client = Clients.stranger();
        String newAccount = client.url("newAccount").replace("/acme/internal/acme/", "/acme/internal/%s/");
        assertThat(client.postWithKey(newAccount.formatted(provisioner.getString("name")), "{}")
                        .status())
                .isEqualTo(404);
        assertThat(get(start.resolve("/").toString()).body()).doesNotContain(provisioner.getString("name"));
        AdminClient.assertRefused(
                administrator.post(
                        "/external-account-keys",
                        "{\"provisioner\":\"%s\",\"reference\":\"x\"}".formatted(provisioner.getString("id"))),
                400);
        for (String body : List.of(
                "\"kind\":\"manual\",\"settings\":{\"bailiwick.limits\":\"strict\"}",
                "\"kind\":\"manual\",\"settings\":{\"bailiwick.validation.challenges\":\"http-01\"}",
                "\"kind\":\"MANUAL\"",
                "\"kind\":\"RA\"",
                "\"kind\":\"\"")) {
            AdminClient.assertRefused(
                    administrator.post(
                            "/provisioners",
                            "{\"authority\":\"%s\",\"name\":\"m-%s\",%s}"
                                    .formatted(authority.getString("id"), unique(), body)),
                    400);
        }
        // and one for ACME clients takes no requests
        JsonObject acme = first.named("/provisioners?authority=" + authority.getString("id"), "acme");
        AdminClient.assertRefused(submit(administrator, acme, csr("host.localhost")), 400);

        AdminClient.ok(administrator.post("/provisioners/" + provisioner.getString("id") + "/disable"));
        AdminClient.assertRefused(submit(administrator, csr("host.localhost")), 409);
        AdminClient.ok(administrator.post("/provisioners/" + provisioner.getString("id") + "/enable"));
        AdminClient.created(submit(administrator, csr("host.localhost")));
    }

    @Test
    void whoMayDoWhatAndWhoMayNot() throws IOException, InterruptedException {
        JsonObject made = AdminClient.created(submit(first, csr("roles.localhost")));
        String path = "/manual-requests/" + made.getString("id");
        for (String role : List.of("auditor", "eab-operator")) {
            AdminClient.assertRefused(submit(first.of(role, team), csr("roles.localhost")), 403);
        }
        AdminClient.ok(first.of("auditor", team).get(path));
        AdminClient.assertRefused(first.of("eab-operator", team).get(path), 403);

        UUID stranger = UUID.fromString(
                AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                        .getString("id"));
        AdminClient other = first.of("authority-administrator", stranger);
        AdminClient.assertRefused(submit(other, csr("roles.localhost")), 404);
        AdminClient.assertRefused(other.get(path), 404);
        AdminClient.assertRefused(other.get("/manual-requests?provisioner=" + provisioner.getString("id")), 404);
        assertThat(AdminClient.ok(other.get("/manual-requests")).getJsonArray("items"))
                .isEmpty();
        AdminClient.assertRefused(
                other.post("/certificates/" + made.getString("certificate") + "/revoke", "{\"reason\":\"superseded\"}"),
                404);
    }

    private JsonObject provisioner(String name) throws IOException, InterruptedException {
        return AdminClient.created(first.post(
                "/provisioners",
                "{\"authority\":\"%s\",\"name\":\"%s-%s\",\"kind\":\"manual\"}"
                        .formatted(authority.getString("id"), name, unique())));
    }

    private Answer submit(AdminClient client, String csr) throws IOException, InterruptedException {
        return submit(client, provisioner, csr);
    }

    private static Answer submit(AdminClient client, JsonObject provisioner, String csr)
            throws IOException, InterruptedException {
        return client.post(
                "/manual-requests",
                Json.createObjectBuilder()
                        .add("provisioner", provisioner.getString("id"))
                        .add("csr", csr)
                        .build()
                        .toString());
    }

    private JsonObjectBuilder body(String csr) {
        return Json.createObjectBuilder()
                .add("provisioner", provisioner.getString("id"))
                .add("csr", csr);
    }

    private static String csr(String... names) {
        return AcmeClient.base64url(Csr.der(AcmeClient.newKey(), names));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    }

    private static List<String> texts(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    private static Answer get(String url) throws IOException, InterruptedException {
        return Clients.stranger()
                .send(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
