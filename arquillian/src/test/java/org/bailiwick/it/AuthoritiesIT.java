package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Authorities made in each way, with each kind of key, in two tokens with different PINs; each issues by ACME. */
class AuthoritiesIT {

    /** Another token than the server's own: described when it starts, and made later. */
    static final String TOKEN = "plant";

    private static final String NAME = "authorities.localhost";

    private final RunningServer server = SharedServer.get();
    private final AdminClient first = AdminClient.first();
    private final String team;

    @TempDir
    private Path folder;

    AuthoritiesIT() throws IOException, InterruptedException {
        SoftHsm.find(Optional.empty()).createToken(server.settings().data().resolve("token"), TOKEN);
        team = AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                .getString("id");
    }

    @ParameterizedTest
    @CsvSource({
        "EC_P384, ECDSA_P384_SHA384, EC_P256, ECDSA_P256_SHA256, '', EC P-256, SHA256withECDSA",
        "EC_P521, ECDSA_P521_SHA512, EC_P384, ECDSA_P384_SHA384, plant, EC P-384, SHA384withECDSA",
        "EC_P256, ECDSA_P256_SHA256, EC_P521, ECDSA_P521_SHA512, plant, EC P-521, SHA512withECDSA",
        "RSA_2048, RSA_PSS_SHA256, RSA_2048, RSA_PSS_SHA256, '', RSA 2048, RSASSA-PSS",
        "RSA_4096, RSA_PKCS1_SHA512, RSA_3072, RSA_PKCS1_SHA384, plant, RSA 3072, SHA384withRSA"
    })
    void aRootAndAnIssuingKeyAreMadeInTheToken(
            String root, String rootScheme, String issuing, String scheme, String token, String shown, String signature)
            throws IOException, InterruptedException, GeneralSecurityException {
        JsonObject authority = AdminClient.created(found(
                token,
                """
                "root":{"subject":"CN=Root,O=Example","algorithm":"%s","scheme":"%s","years":3},
                "issuing":{"subject":"CN=Issuing,O=Example,C=CH","algorithm":"%s","scheme":"%s","years":2}"""
                        .formatted(root, rootScheme, issuing, scheme)));
        assertThat(authority.getString("status")).isEqualTo("active");
        JsonObject issuer = issuer(authority, "active");
        assertThat(issuer.getString("keyAlgorithm")).isEqualTo(shown);
        assertThat(issuer.getString("scheme")).isEqualTo(scheme);
        assertThat(issuer.getString("token", "")).isEqualTo(token);
        assertThat(issuer.getString("key"))
                .matches("\\Q%s\\E-\\d{14}-[0-9a-f]{6}-issuing".formatted(authority.getString("name")));
        assertThat(issuer.getString("crl")).contains(issuer.getString("keySha256"));
        JsonObject above = issuer(authority, "crl-only");
        assertThat(issuer.getString("ocsp")).contains(issuer.getString("keySha256"));
        assertThat(above.containsKey("ocsp")).as("nobody answers for a root").isFalse();
        assertThat(above.getString("scheme")).isEqualTo(rootScheme);
        assertThat(Chains.leaf(issuer.getString("chain")).getExtensionValue("2.5.29.31"))
                .as("where the root's CRL is")
                .asString()
                .contains(above.getString("crl"));

        String chain = certified(authority);
        assertThat(Chains.leaf(chain).getSigAlgName()).isEqualTo(signature);
        assertThat(new OpenSsl(folder).verify(above.getString("chain"), chain)).contains("chain.pem: OK");
        assertThat(issuer.getString("issuesUntil")).isEqualTo(issuer.getString("expires"));
        assertTheRootCanList(above, issuer);
    }

    /** The one that the settings describe. */
    @Test
    void theRootOfTheFirstAuthorityCanListItsIssuingCa() throws IOException, InterruptedException {
        JsonObject authority = first.named("/authorities", "internal");
        assertTheRootCanList(issuer(authority, "crl-only"), issuer(authority, "active"));
    }

    /** What a root has signed is a certificate of ours, to be revoked like others. */
    private void assertTheRootCanList(JsonObject root, JsonObject issuing) throws IOException, InterruptedException {
        assertThat(AdminClient.ok(first.get("/certificates?serial=" + issuing.getString("serial")))
                        .getJsonArray("items"))
                .singleElement()
                .satisfies(certificate -> {
                    assertThat(certificate.asJsonObject().getString("issuer")).isEqualTo(root.getString("id"));
                    assertThat(certificate.asJsonObject().getString("kind")).isEqualTo("ca");
                });
    }

    /** An enterprise whose root is OpenSSL's, with a CA between that may certify localhost only. */
    @Test
    void anEnterpriseCertifiesAKeyInTheToken() throws IOException, InterruptedException, GeneralSecurityException {
        JsonObject authority = AdminClient.created(
                found(TOKEN, "\"request\":{\"subject\":\"CN=Plant CA,O=Example\",\"algorithm\":\"EC_P256\"}"));
        String path = "/authorities/" + authority.getString("id");
        assertThat(authority.getString("status")).isEqualTo("pending");
        assertThat(authority.getJsonObject("request").getString("subject")).isEqualTo("CN=Plant CA,O=Example");
        assertThat(authority.getJsonArray("issuers")).isEmpty();
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            // whoever comes too early keeps his order
            AcmeClient client = client(authority);
            String order = Clients.readyOrder(client, responder, NAME);
            Answer early = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));
            Clients.assertRefused(client, early, 503, "serverInternal");
            assertThat(early.header("Retry-After")).isNotEmpty();
            assertThat(early.json().getString("detail")).contains("waits for its own certificate");

            OpenSsl enterprise = new OpenSsl(folder).root("Root").request("Between");
            String between = enterprise.sign(
                    "Between",
                    "Root",
                    OpenSsl.ISSUING.replace("pathlen:0", "pathlen:1")
                            + "nameConstraints=critical,permitted;DNS:localhost\n",
                    "-days",
                    "100");
            Answer csr = first.get(path + "/request");
            assertThat(csr.header("Content-Type")).startsWith("application/x-pem-file");
            enterprise.write("Plant.csr", csr.body());
            assertThat(enterprise.run("req", "-in", "Plant.csr", "-noout", "-text", "-verify"))
                    .contains("CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign");
            String root = enterprise.read("Root.pem");
            assertAnswersAreRefused(path, enterprise, between, root);
            String ours = enterprise.sign("Plant", "Between", OpenSsl.ISSUING);

            Answer answered = answer(path, root + ours + between, etag(path));
            assertThat(AdminClient.ok(answered).getString("status")).isEqualTo("active");
            assertThat(answered.json()).doesNotContainKey("request");
            JsonObject issuer = issuer(answered.json(), "active");
            assertThat(Chains.all(issuer.getString("chain")).stream()
                            .map(each -> each.getSubjectX500Principal().getName()))
                    .containsExactly("CN=Plant CA,O=Example", "CN=Between,O=Example", "CN=Root,O=Example");
            assertThat(Instant.parse(issuer.getString("issuesUntil")))
                    .as("the one between ends first")
                    .isEqualTo(Chains.leaf(between).getNotAfter().toInstant())
                    .isBefore(Instant.parse(issuer.getString("expires")));
            AdminClient.assertRefused(answer(path, root + ours + between, etag(path)), 409);
            AdminClient.assertRefused(first.get(path + "/request"), 404);

            String chain = Clients.certificate(client, order, NAME);
            assertThat(Chains.all(chain)).as("without the root").hasSize(3);
            assertThat(enterprise.verify(root, chain)).contains("chain.pem: OK");
            // the policy would permit it, the enterprise does not
            String outside = Clients.readyOrder(client, responder, "outside.dns.test");
            Clients.assertRefused(
                    client,
                    client.post(
                            Clients.finalizeUrl(client, outside), Csr.payload(AcmeClient.newKey(), "outside.dns.test")),
                    400,
                    "rejectedIdentifier");
        }
    }

    /** RFC 5280 §4.2.1.10: where an enterprise permits directory names of its own only, OpenSSL verifies the answers, too. */
    @Test
    void aResponderHasANameThatTheEnterprisePermits()
            throws IOException, InterruptedException, GeneralSecurityException {
        JsonObject authority = AdminClient.created(
                found("", "\"request\":{\"subject\":\"CN=Within,O=Example\",\"algorithm\":\"EC_P256\"}"));
        String path = "/authorities/" + authority.getString("id");
        OpenSsl enterprise = new OpenSsl(folder).root("Root").request("Between");
        String between = enterprise.sign(
                "Between",
                "Root",
                OpenSsl.ISSUING.replace("pathlen:0", "pathlen:1")
                        + "nameConstraints=critical,permitted;dirName:ours\n[ours]\nO=Example\n");
        enterprise.write("Within.csr", first.get(path + "/request").body());
        String ours = enterprise.sign("Within", "Between", OpenSsl.ISSUING);
        String root = enterprise.read("Root.pem");
        AdminClient.ok(answer(path, root + ours + between, etag(path)));

        // a chain as clients get it has a certificate before the issuer's
        OcspClient ocsp = new OcspClient(server, ours + ours).awaitResponder();
        enterprise.write("trust.pem", root + between + ours);
        String url = ocsp.url().toString();
        assertThat(enterprise.run(
                        "ocsp", "-url", url, "-issuer", "Within.pem", "-serial", "0x10", "-CAfile", "trust.pem"))
                .contains("Response verify OK", "0x10: unknown");

        // the subject of the profile is not among them: the client's order waits until somebody has mended that
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = client(authority);
            String order = Clients.readyOrder(client, responder, NAME);
            Answer refused = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));
            Clients.assertRefused(client, refused, 503, "serverInternal");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().getString("detail"))
                    .contains("name constraints", "do not permit the subject \"CN=" + NAME, "without common name");
            assertThat(client.postAsGet(order).json().getString("status")).isEqualTo("ready");
        }
    }

    /** Each with a sentence that names the certificate; the authority waits on. */
    private void assertAnswersAreRefused(String path, OpenSsl enterprise, String between, String root)
            throws IOException, InterruptedException {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("none of its 2 certificates is for the key", between + root);
        refused.put(
                "another subject",
                enterprise.sign("Plant", "Between", OpenSsl.ISSUING, "-days", "9", "-subj", "/CN=Other") + between);
        refused.put(
                "is not a CA's",
                enterprise.sign("Plant", "Between", OpenSsl.ISSUING.replace("TRUE,pathlen:0", "FALSE")) + between);
        refused.put(
                "needs keyCertSign and cRLSign",
                enterprise.sign("Plant", "Between", OpenSsl.ISSUING.replace(",cRLSign", "")) + between);
        refused.put("SHA1", enterprise.sign("Plant", "Between", OpenSsl.ISSUING, "-days", "9", "-sha1") + between);
        String good = enterprise.sign("Plant", "Between", OpenSsl.ISSUING);
        refused.put("has no place in the chain", good + root);
        refused.put("is there twice", good + between + good);
        refused.put("private key", good + enterprise.read("Between.key"));
        refused.put("does not end", good + "-----BEGIN CERTIFICATE-----\nMII");
        refused.put("there is no certificate", "garbage");
        refused.put("more than 100000 characters", "x".repeat(1_000_000));
        refused.put(
                "which no profile has",
                enterprise.sign("Plant", "Between", OpenSsl.ISSUING + "extendedKeyUsage=emailProtection\n") + between);
        String etag = etag(path);
        for (Map.Entry<String, String> each : refused.entrySet()) {
            Answer answer = answer(path, each.getValue(), etag);
            AdminClient.assertRefused(answer, 400);
            assertThat(answer.json().getString("detail")).contains(each.getKey());
        }
        AdminClient.assertRefused(answer(path, "x".repeat(1024 * 1024 + 1), etag), 413);
        AdminClient.assertRefused(answer(path, good + between, "\"999\""), 412);
        AdminClient.assertRefused(
                first.send("PUT", path + "/chain", good, Map.of("Content-Type", "application/pem-certificate-chain")),
                428);
        assertThat(etag(path)).isEqualTo(etag);
    }

    /** One whose ceremony was elsewhere: its key and certificate are in the token already. */
    @Test
    void aKeyThatIsInTheTokenIsAnAuthoritysOnce() throws IOException, InterruptedException, GeneralSecurityException {
        ceremony("generate", "root", "--label=adopted", "--subject=CN=Adopted CA", "--key=EC_P384");
        JsonObject authority = AdminClient.created(found(TOKEN, "\"key\":\"adopted\""));
        JsonObject issuer = issuer(authority, "active");
        assertThat(issuer.getString("key")).isEqualTo("adopted");
        assertThat(issuer.getString("scheme")).isEqualTo("ECDSA_P384_SHA384");
        String chain = certified(authority);
        assertThat(new OpenSsl(folder).verify(issuer.getString("chain"), chain)).contains("chain.pem: OK");

        Answer again = found(TOKEN, "\"key\":\"adopted\"");
        AdminClient.assertRefused(again, 409);
        assertThat(again.json().getString("detail")).contains("one key is one CA");
        Answer label = found(TOKEN, "\"request\":{\"subject\":\"CN=x\",\"algorithm\":\"EC_P256\",\"key\":\"adopted\"}");
        AdminClient.assertRefused(label, 400);
        assertThat(label.json().getString("detail")).contains("labelled \"adopted\" already");

        String path = "/issuers/" + issuer.getString("id") + "/retire";
        AdminClient.assertRefused(first.post(path), 409);
        assertThat(AdminClient.ok(first.post(path + "?last=true")).getString("status"))
                .isEqualTo("retired");
        assertThat(AdminClient.ok(first.get("/authorities/" + authority.getString("id")))
                        .getString("status"))
                .isEqualTo("retired");
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = new AcmeClient(directory(authority), server.root());
            assertThat(client.newAccount().status()).isEqualTo(201);
            String order = Clients.readyOrder(client, responder, NAME);
            Clients.assertRefused(
                    client,
                    client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)),
                    503,
                    "serverInternal");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'root':{'subject':'CN=a','algorithm':'EC_P256'}",
                "'issuing':{'subject':'CN=a','algorithm':'EC_P256'}",
                "'key':'a','request':{'subject':'CN=a','algorithm':'EC_P256'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256'},'chain':'x'",
                "'request':{'subject':'CN=a','algorithm':'EC_P224'}",
                "'request':{'subject':'CN=a','algorithm':'Ed25519'}",
                "'request':{'subject':'CN=a','algorithm':'RSA_1024'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','scheme':'RSA_PSS_SHA256'}",
                "'request':{'subject':'CN=a','algorithm':'RSA_2048','scheme':'RSA_PKCS1_SHA1'}",
                "'request':{'subject':'a','algorithm':'EC_P256'}",
                "'request':{'subject':'','algorithm':'EC_P256'}",
                "'request':{'algorithm':'EC_P256'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','key':'audit'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','key':'secrets'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','key':'issuing'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','key':'a/b'}",
                "'request':{'subject':'CN=a','algorithm':'EC_P256','years':1}",
                "'root':{'subject':'CN=a','algorithm':'EC_P256'},'issuing':{'subject':'CN=a','algorithm':'EC_P256'}",
                "'root':{'subject':'CN=a','algorithm':'EC_P256','years':1},'issuing':{'subject':'CN=b','algorithm':'EC_P256','years':2}",
                "'root':{'subject':'CN=a','algorithm':'EC_P256'},'issuing':{'subject':'CN=b','algorithm':'EC_P256','key':'a/b'}",
                "'root':{'subject':'CN=a','algorithm':'EC_P256','years':0},'issuing':{'subject':'CN=b','algorithm':'EC_P256'}",
                "'key':'audit'",
                "'key':'secrets'",
                "'key':'no such key'",
                "'key':'issuing','scheme':'RSA_PSS_SHA256'",
                "'token':'plant','key':'audit'",
                "'token':'plant','request':{'subject':'CN=a','algorithm':'EC_P256','key':'audit'}",
                "'token':'plant','request':{'subject':'CN=a','algorithm':'EC_P256','key':'secrets'}",
                "'token':'none','key':'issuing'",
                "'token':'../plant','key':'issuing'"
            })
    void whatCannotBeRightMakesNothing(String how) throws IOException, InterruptedException {
        Answer refused = found("", how.replace('\'', '"'));
        AdminClient.assertRefused(refused, 400);
        assertThat(AdminClient.ok(first.of("authority-administrator", UUID.fromString(team))
                                .get("/authorities"))
                        .getJsonArray("items"))
                .isEmpty();
    }

    private Answer found(String token, String how) throws IOException, InterruptedException {
        String name = "it-" + UUID.randomUUID().toString().substring(0, 8);
        String where = token.isEmpty() ? "" : ",\"token\":\"%s\"".formatted(token);
        return first.post(
                "/authorities",
                "{\"team\":\"%s\",\"name\":\"%s\"%s%s%s}".formatted(team, name, where, how.isEmpty() ? "" : ",", how));
    }

    private static JsonObject issuer(JsonObject authority, String status) {
        List<JsonObject> found = authority.getJsonArray("issuers").getValuesAs(JsonObject.class).stream()
                .filter(issuer -> issuer.getString("status").equals(status))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Gives it a policy and a provisioner, and gets a certificate there: the chain. */
    private String certified(JsonObject authority) throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = client(authority);
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            String chain = Certified.get(client, responder, NAME).pem();
            X509Certificate leaf = Chains.leaf(chain);
            assertThat(leaf.getIssuerX500Principal())
                    .isEqualTo(Chains.all(chain).get(1).getSubjectX500Principal());
            return chain;
        }
    }

    private AcmeClient client(JsonObject authority) throws IOException, InterruptedException {
        String path = "/authorities/" + authority.getString("id") + "/policy";
        AdminClient.ok(first.put(
                path,
                "{\"allow\":{\"dns\":[\"**.localhost\",\"**.test\"]}}",
                first.get(path).header("ETag")));
        AdminClient.created(first.post(
                "/provisioners", "{\"authority\":\"%s\",\"name\":\"acme\"}".formatted(authority.getString("id"))));
        AcmeClient client = new AcmeClient(directory(authority), server.root());
        assertThat(client.newAccount().status()).isEqualTo(201);
        return client;
    }

    private URI directory(JsonObject authority) {
        return server.settings().url().resolve("/acme/%s/acme/directory".formatted(authority.getString("name")));
    }

    private String etag(String path) throws IOException, InterruptedException {
        return first.get(path).header("ETag");
    }

    private Answer answer(String path, String chain, String etag) throws IOException, InterruptedException {
        return first.send(
                "PUT",
                path + "/chain",
                chain,
                Map.of("Content-Type", "application/pem-certificate-chain", "If-Match", etag));
    }

    /** The ceremony, beside the running server. */
    private void ceremony(String... command) throws IOException, InterruptedException {
        Path token = server.settings().data().resolve("token");
        List<String> words = new ArrayList<>(List.of(
                "sh", SharedServer.project().resolve("hsm-config/ceremony.sh").toString()));
        words.addAll(List.of(command));
        words.addAll(List.of(
                "--library",
                server.settings().tokenLibrary().toString(),
                "--token",
                TOKEN,
                "--pin-file",
                token.resolve(TOKEN + ".pin").toString(),
                "--out=" + folder.resolve("adopted.pem")));
        Path output = folder.resolve("ceremony.txt");
        ProcessBuilder ceremony =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        ceremony.environment()
                .put("SOFTHSM2_CONF", token.resolve("softhsm2.conf").toString());
        assertThat(ceremony.start().waitFor()).as(Files.readString(output)).isZero();
    }
}
