package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bailiwick.ca.DerElement;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.InformationType;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.StatusInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topology D: {@code openssl cmp} as registration authorities before our CA (RFC 9810, RFC 9483, RFC 9811). */
class CmpServerIT {

    @TempDir
    static Path folder;

    private static AdminClient administrator;
    private static String provisioner;
    private static CmpClient branch;
    private static CmpPeer peer;

    @BeforeAll
    static void enrol() throws IOException, InterruptedException, GeneralSecurityException {
        administrator = AdminClient.first();
        provisioner = CmpClient.provisioner(administrator);
        String policy = "/provisioners/" + provisioner + "/policy";
        AdminClient.ok(administrator.put(
                policy,
                "{\"allow\":{\"dns\":[\"**.cmp.localhost\"]}}",
                administrator.get(policy).header("ETag")));
        branch = CmpClient.registered(administrator, provisioner, folder).enrolled();
        peer = CmpPeer.of(branch, CmpClient.OWN);
    }

    private static JsonObject at(CmpClient client) throws IOException, InterruptedException {
        return AdminClient.ok(administrator.get("/registration-authorities/" + client.id()));
    }

    private static X509Certificate certificate(CmpClient client, String file)
            throws IOException, GeneralSecurityException {
        return Chains.leaf(Files.readString(client.folder().resolve(file + ".pem")));
    }

    /** Those that it relayed, the newest first. */
    private static List<JsonObject> relayed(CmpClient client) throws IOException, InterruptedException {
        return AdminClient.ok(administrator.get("/certificates?registrationAuthority=" + client.id()))
                .getJsonArray("items")
                .getValuesAs(JsonObject.class);
    }

    @Test
    void enrolmentGivesACertificateForRelayingThatIsPinned()
            throws IOException, InterruptedException, GeneralSecurityException {
        X509Certificate own = certificate(branch, CmpClient.OWN);
        assertThat(own.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.28");
        assertThat(own.getSubjectX500Principal().getName())
                .startsWith("CN=branch-")
                .doesNotContain("ignored");
        JsonObject record = at(branch);
        assertThat(record.getString("status")).isEqualTo("enrolled");
        assertThat(record.getString("lastSeen")).isNotBlank();
        JsonObject known = AdminClient.ok(administrator.get("/certificates/" + record.getString("certificate")));
        assertThat(known.getString("kind")).isEqualTo("registrationAuthority");
        assertThat(known.getString("serial")).endsWith(own.getSerialNumber().toString(16));
        assertThat(known).doesNotContainKey("registrationAuthority");
    }

    @Test
    void p10crGivesACertificateThatOpensslVerifiesAndThatIsConfirmed()
            throws IOException, InterruptedException, GeneralSecurityException {
        branch.request("host", "host.cmp.localhost");
        branch.signed("p10cr", "-csr", "host.csr", "-certout", "host.pem", "-chainout", "chain.pem")
                .requireGood();
        assertThat(new OpenSsl(branch.folder())
                        .run(
                                "verify",
                                "-x509_strict",
                                "-purpose",
                                "sslserver",
                                "-CAfile",
                                SharedServer.get().root().toString(),
                                "-untrusted",
                                "chain.pem",
                                "-verify_hostname",
                                "host.cmp.localhost",
                                "host.pem"))
                .contains(": OK");
        JsonObject issued = relayed(branch).stream()
                .filter(each -> each.getJsonArray("names").toString().contains("\"host.cmp.localhost\""))
                .findFirst()
                .orElseThrow();
        assertThat(issued.getString("registrationAuthority")).isEqualTo(branch.id());
        JsonObject request =
                AdminClient.ok(administrator.get("/relayed-requests/" + issued.getString("relayedRequest")));
        assertThat(request.getString("status")).isEqualTo("valid");
        assertThat(request.getBoolean("awaitsConfirmation")).isFalse();
        assertThat(request).as("OpenSSL says nothing").doesNotContainKey("evidence");
        administrator.awaitAudited("certificate-issued", branch.id());
    }

    @Test
    void crGivesACertificateForAKeyThatIsProven() throws IOException, InterruptedException, GeneralSecurityException {
        branch.key("crmf");
        branch.signed(
                        "cr",
                        "-newkey",
                        "crmf.key",
                        "-subject",
                        "/CN=crmf.cmp.localhost",
                        "-sans",
                        "crmf.cmp.localhost",
                        "-implicit_confirm",
                        "-certout",
                        "crmf.pem")
                .requireGood();
        assertThat(certificate(branch, "crmf").getSubjectAlternativeNames().toString())
                .contains("crmf.cmp.localhost");
        // raVerified: nobody has shown that he has the key
        branch.signed(
                        "cr",
                        "-newkey",
                        "crmf.key",
                        "-subject",
                        "/CN=crmf.cmp.localhost",
                        "-sans",
                        "crmf.cmp.localhost",
                        "-popo",
                        "0",
                        "-certout",
                        "unproven.pem")
                .requireRefused("badPOP");
    }

    /** OpenSSL was told to trust another CA for what it gets, so it rejects it. */
    @Test
    void aCertificateThatIsRejectedIsRevoked() throws IOException, InterruptedException {
        new OpenSsl(branch.folder()).root("other");
        branch.request("rejected", "rejected.cmp.localhost");
        assertThat(branch.signed(
                                "p10cr",
                                "-csr",
                                "rejected.csr",
                                "-certout",
                                "rejected.pem",
                                "-out_trusted",
                                "other.pem")
                        .status())
                .isNotZero();
        JsonObject rejected = relayed(branch).stream()
                .filter(each -> each.getJsonArray("names").toString().contains("rejected.cmp.localhost"))
                .findFirst()
                .orElseThrow();
        assertThat(rejected.getString("status")).isEqualTo("revoked");
        assertThat(rejected.getString("reason")).isEqualTo("cessationOfOperation");
    }

    @Test
    void rrRevokesWhatWasRelayedAndNothingElse() throws IOException, InterruptedException {
        branch.request("ended", "ended.cmp.localhost");
        branch.signed("p10cr", "-csr", "ended.csr", "-certout", "ended.pem").requireGood();
        branch.signed("rr", "-oldcert", "ended.pem", "-revreason", "4").requireGood();
        JsonObject ended = relayed(branch).stream()
                .filter(each -> each.getJsonArray("names").toString().contains("ended.cmp.localhost"))
                .findFirst()
                .orElseThrow();
        assertThat(ended.getString("status")).isEqualTo("revoked");
        assertThat(ended.getString("reason")).isEqualTo("superseded");
        branch.signed("rr", "-oldcert", "ended.pem", "-revreason", "4").requireRefused("certRevoked");
        CmpClient neighbour =
                CmpClient.registered(administrator, provisioner, folder).enrolled();
        Files.copy(branch.folder().resolve("ended.pem"), neighbour.folder().resolve("ended.pem"));
        neighbour.signed("rr", "-oldcert", "ended.pem").requireRefused("badCertId");
        branch.signed("rr", "-oldcert", CmpClient.OWN + ".pem").requireRefused("badCertId");
    }

    /** M10, and M8: another's certificate cannot be renewed. */
    @Test
    void kurRenewsItsOwnCertificateAndTheOldOneCountsUntilTheNewOneIsUsed() throws IOException, InterruptedException {
        CmpClient renewing =
                CmpClient.registered(administrator, provisioner, folder).enrolled();
        renewing.signed("genm", "-infotype", "caCerts").requireGood();
        renewing.key("next");
        renewing.signed("kur", "-oldcert", "ra.pem", "-newkey", "next.key", "-certout", "next.pem")
                .requireGood();
        renewing.signed("genm", "-infotype", "caCerts").requireGood();
        renewing.signedBy("next", "genm", "-infotype", "caCerts").requireGood();
        renewing.signed("genm", "-infotype", "caCerts").requireRefused("signerNotTrusted");
        Files.copy(branch.folder().resolve("ra.pem"), renewing.folder().resolve("another.pem"));
        renewing.signedBy("next", "kur", "-oldcert", "another.pem", "-newkey", "next.key", "-certout", "x.pem")
                .requireRefused("badCertId");
    }

    @Test
    void aSecretIsGoodOnceAndNoOtherIsGood() throws IOException, InterruptedException {
        CmpClient fresh = CmpClient.registered(administrator, provisioner, folder);
        fresh.key(CmpClient.OWN);
        fresh.with("wrong").enrol(CmpClient.OWN).requireRefused("badMessageCheck");
        assertThat(at(fresh).getString("status")).isEqualTo("waiting");
        fresh.enrol(CmpClient.OWN, "-implicit_confirm").requireGood();
        fresh.key("thief");
        fresh.enrol("thief").requireRefused("notAuthorized");
        // a new one takes the place of the certificate, too
        String secret = AdminClient.ok(administrator.post("/registration-authorities/" + fresh.id() + "/secret", "{}"))
                .getString("secret");
        fresh.signed("genm", "-infotype", "caCerts").requireGood();
        fresh.key("second");
        fresh.with(secret).enrol("second").requireGood();
        fresh.signedBy("second", "genm", "-infotype", "caCerts").requireGood();
        fresh.signed("genm", "-infotype", "caCerts").requireRefused("signerNotTrusted");
        administrator.awaitAudited("registration-authority-secret-made", fresh.id());
    }

    /** It is from the same CA, and says what it is for: that authorises nothing. */
    @Test
    void onlyThePinnedCertificateCounts() throws IOException, InterruptedException {
        CmpClient neighbour =
                CmpClient.registered(administrator, provisioner, folder).enrolled();
        neighbour.request("host", "neighbour.cmp.localhost");
        neighbour
                .at(branch.path())
                .signed("p10cr", "-csr", "host.csr", "-certout", "x.pem")
                .requireRefused("signerNotTrusted");
        neighbour.signed("p10cr", "-csr", "host.csr", "-certout", "host.pem").requireGood();
        neighbour.signedBy("host", "genm", "-infotype", "caCerts").requireRefused("signerNotTrusted");
        new OpenSsl(neighbour.folder()).root("foreign", "-addext", "extendedKeyUsage=1.3.6.1.5.5.7.3.28");
        neighbour.signedBy("foreign", "genm", "-infotype", "caCerts").requireRefused("signerNotTrusted");
        assertThat(at(branch).getString("status")).isEqualTo("enrolled");
    }

    /** Issue 7, 3: a stolen key does no more than its scope, is cut off by one click, and what it got is revoked together. */
    @Test
    void aStolenKeyIsCutOffAndWhatItRelayedIsRevokedTogether() throws IOException, InterruptedException {
        CmpClient stolen =
                CmpClient.registered(administrator, provisioner, folder).enrolled();
        for (String name : List.of("one", "two")) {
            stolen.request(name, name + ".stolen.cmp.localhost");
            stolen.signed("p10cr", "-csr", name + ".csr", "-certout", name + ".pem")
                    .requireGood();
        }
        AdminClient.ok(administrator.post("/registration-authorities/" + stolen.id() + "/suspend"));
        stolen.signed("p10cr", "-csr", "one.csr", "-certout", "x.pem").requireRefused("notAuthorized");
        stolen.signed("rr", "-oldcert", "one.pem").requireRefused("notAuthorized");
        assertThat(relayed(stolen)).hasSize(2);
        String criteria = "\"authority\":\"%s\",\"criteria\":{\"registrationAuthority\":\"%s\"}"
                .formatted(at(stolen).getString("authority"), stolen.id());
        JsonObject preview = AdminClient.ok(administrator.post("/revocations/preview", "{%s}".formatted(criteria)));
        assertThat(preview.getInt("certificates")).isEqualTo(2);
        String revocation = AdminClient.created(administrator.post(
                        "/revocations",
                        "{%s,\"reason\":\"privilegeWithdrawn\",\"preview\":\"%s\"}"
                                .formatted(criteria, preview.getString("preview"))))
                .getString("id");
        for (int polls = 0;
                polls < 300
                        && !AdminClient.ok(administrator.get("/revocations/" + revocation))
                                .getString("status")
                                .equals("ended");
                polls++) {
            Thread.sleep(100);
        }
        assertThat(relayed(stolen)).extracting(each -> each.getString("status")).containsOnly("revoked");
        AdminClient.ok(administrator.post("/registration-authorities/" + stolen.id() + "/resume"));
        stolen.signed("genm", "-infotype", "caCerts").requireGood();
        administrator.awaitAudited("registration-authority-suspended", stolen.id());
        // and without being suspended
        AdminClient.ok(administrator.post(
                "/certificates/%s/revoke".formatted(at(stolen).getString("certificate")),
                "{\"reason\":\"keyCompromise\"}"));
        assertThat(at(stolen).getString("status")).isEqualTo("enrolled");
        stolen.signed("p10cr", "-csr", "one.csr", "-certout", "x.pem").requireRefused("signerNotTrusted");
    }

    @Test
    void whatIsBeyondItsScopeIsRefusedHereWhateverTheRegistrationAuthorityThinks()
            throws IOException, InterruptedException, CmpException {
        branch.request("beyond", "beyond.localhost");
        branch.signed("p10cr", "-csr", "beyond.csr", "-certout", "x.pem").requireRefused("unacceptedPolicy");
        branch.request("outside", "www.example.com");
        branch.signed("p10cr", "-csr", "outside.csr", "-certout", "x.pem").requireRefused("unacceptedPolicy");
        KeyPair key = AcmeClient.newKey();
        CmpBody request = Pkcs10Request.of(Csr.der(key, "profile.cmp.localhost"));
        assertThat(failure(peer.send(CmpPeer.header().withProfile("tlsclient"), request)))
                .isEqualTo(FailureInfo.BAD_CERT_TEMPLATE);
        assertThat(failure(peer.send(CmpPeer.header(), Pkcs10Request.of(wrongSignature(key)))))
                .isEqualTo(FailureInfo.BAD_POP);
        // strangers' refusals are counted, those of whom the pinned certificate has proven are told one by one
        administrator.awaitAudited("request-refused", branch.path() + ": p10cr");
    }

    private static byte[] wrongSignature(KeyPair key) {
        byte[] csr = Csr.der(key, "profile.cmp.localhost");
        csr[csr.length - 1] ^= 1;
        return csr;
    }

    /** M4: the answer is lost after the certificate was issued; the same message, then the same order in a new transaction. */
    @Test
    void theSameMessageAndTheSameOrderGetTheSameCertificate() throws IOException, InterruptedException, CmpException {
        UUID order = UUID.randomUUID();
        String evidence =
                "{\"account\":\"a-1\",\"names\":[{\"name\":\"once.cmp.localhost\",\"challenge\":\"http-01\"}]}";
        KeyPair key = AcmeClient.newKey();
        CmpBody request = Pkcs10Request.of(Csr.der(key, "once.cmp.localhost"));
        byte[] message = peer.message(CmpPeer.header().withImplicitConfirm().withOrder(order, evidence), request);
        byte[] answer = peer.answer(message);
        assertThat(peer.answer(message)).isEqualTo(answer);
        CmpMessage first = CmpMessage.parseResponse(answer);
        assertThat(first.header().implicitConfirm()).isTrue();
        byte[] certificate = ((CertificateResponse) first.body()).certificate().orElseThrow();

        CmpMessage again = peer.send(CmpPeer.header().withOrder(order, evidence), request);
        assertThat(((CertificateResponse) again.body()).certificate().orElseThrow())
                .isEqualTo(certificate);
        assertThat(failure(peer.send(
                        CmpPeer.header().withOrder(order, evidence),
                        Pkcs10Request.of(Csr.der(key, "twice.cmp.localhost")))))
                .isEqualTo(FailureInfo.BAD_REQUEST);

        List<JsonObject> issued = relayed(branch).stream()
                .filter(each -> each.getJsonArray("names").toString().contains("once.cmp.localhost"))
                .toList();
        assertThat(issued).hasSize(1);
        JsonObject kept = AdminClient.ok(
                administrator.get("/relayed-requests/" + issued.get(0).getString("relayedRequest")));
        assertThat(kept.getString("order")).isEqualTo(order.toString());
        assertThat(kept.getJsonObject("evidence").getString("account")).isEqualTo("a-1");
    }

    @Test
    void whatIsNotOfNowOrNotOfThisTransactionIsRefused() throws IOException, InterruptedException, CmpException {
        CmpBody question = GeneralMessage.asking(InformationType.CA_CERTIFICATES);
        for (Duration skew : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            assertThat(failure(
                            peer.send(CmpPeer.header(Clock.systemUTC().instant().plus(skew)), question)))
                    .isEqualTo(FailureInfo.BAD_TIME);
        }
        CmpHeader header = CmpPeer.header();
        assertThat(peer.send(header, question).body().kind()).isEqualTo(BodyKind.GENP);
        assertThat(failure(peer.send(header, GeneralMessage.asking(InformationType.CURRENT_CRL))))
                .isEqualTo(FailureInfo.TRANSACTION_ID_IN_USE);
        assertThat(failure(peer.send(CmpPeer.header(), new PollRequest(0)))).isEqualTo(FailureInfo.BAD_REQUEST);
        // another transaction, and the signature of the first
        String transaction = header.transactionId().hex();
        byte[] altered = peer.message(header, question);
        int place = HexFormat.of().formatHex(altered).indexOf(transaction) / 2;
        altered[place] ^= 1;
        CmpMessage refused = CmpMessage.parseResponse(peer.answer(altered));
        assertThat(failure(refused)).isEqualTo(FailureInfo.BAD_MESSAGE_CHECK);
        assertThat(refused.protectedBy())
                .as("nothing is signed for a stranger")
                .isEqualTo(CmpMessage.ProtectedBy.NOTHING);
    }

    /** RFC 9811 §3: what is no CMP is answered by HTTP. */
    @Test
    void whatIsNoMessageGetsASentence() throws IOException, InterruptedException {
        assertThat(peer.post("application/json", new byte[] {0x30, 0}).statusCode())
                .isEqualTo(415);
        for (byte[] garbage :
                List.of(new byte[0], new byte[] {0x30, 0}, "garbage".getBytes(StandardCharsets.US_ASCII), nested())) {
            HttpResponse<byte[]> answer = peer.post("application/pkixcmp", garbage);
            assertThat(answer.statusCode()).isEqualTo(400);
            Clients.assertShowsNoInternals(new String(answer.body(), StandardCharsets.UTF_8));
        }
        assertThat(peer.post("application/pkixcmp", new byte[CmpMessage.MAXIMUM_REQUEST + 1])
                        .statusCode())
                .isEqualTo(413);
        branch.at("cmp/internal/nobody").signed("genm", "-infotype", "caCerts").requireRefused("404");
        branch.at("cmp/nobody/nobody").signed("genm", "-infotype", "caCerts").requireRefused("404");
    }

    /** Whatever stands in a message that can be read so far, it is CMP that answers. */
    @Test
    void eachKindOfBodyGetsAnAnswerInCmp() throws IOException, InterruptedException, CmpException, EncodingException {
        for (BodyKind kind : BodyKind.values()) {
            byte[] message = peer.message(CmpPeer.header(), GeneralMessage.asking(InformationType.CURRENT_CRL));
            int body =
                    DerElement.at(message, 0, message.length).elements().next().end();
            message[body] = (byte) (0xa0 | kind.tag());
            CmpMessage answer = CmpMessage.parseResponse(peer.answer(message));
            assertThat(answer.body().kind())
                    .as(kind.rfcName())
                    .isEqualTo(kind == BodyKind.GENM ? BodyKind.GENP : BodyKind.ERROR);
        }
    }

    /** A hundred sequences within each other. */
    private static byte[] nested() {
        byte[] inner = {0x05, 0x00};
        for (int i = 0; i < 100; i++) {
            byte[] outer = new byte[inner.length + 4];
            outer[0] = 0x30;
            outer[1] = (byte) 0x82;
            outer[2] = (byte) (inner.length >> 8);
            outer[3] = (byte) inner.length;
            System.arraycopy(inner, 0, outer, 4, inner.length);
            inner = outer;
        }
        return inner;
    }

    @Test
    void theRateIsKept() throws IOException, InterruptedException, CmpException, GeneralSecurityException {
        CmpClient slow =
                CmpClient.registered(administrator, provisioner, folder).enrolled();
        String path = "/registration-authorities/" + slow.id();
        String etag = administrator.get(path).header("ETag");
        AdminClient.ok(administrator.put(path + "/rate", "{\"rate\":2}", etag));
        AdminClient.assertRefused(administrator.put(path + "/rate", "{\"rate\":3}", etag), 412);
        AdminClient.assertRefused(
                administrator.put(
                        path + "/rate", "{\"rate\":0}", administrator.get(path).header("ETag")),
                400);
        CmpPeer limited = CmpPeer.of(slow, CmpClient.OWN);
        CmpBody question = GeneralMessage.asking(InformationType.CA_CERTIFICATES);
        // its enrolment was the first of this minute
        List<CmpMessage> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(limited.send(CmpPeer.header(), question));
        }
        assertThat(answers.get(0).body().kind()).isEqualTo(BodyKind.GENP);
        assertThat(failure(answers.get(2))).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(answers.get(2).protectedBy())
                .as("it is worth no signature of the token")
                .isEqualTo(CmpMessage.ProtectedBy.NOTHING);
    }

    /** Why it was refused, wherever that is said. */
    static FailureInfo failure(CmpMessage answer) {
        CmpBody body = answer.body();
        StatusInfo status = body instanceof ErrorMessage error ? error.status() : ((CertificateResponse) body).status();
        return status.failure().orElseThrow();
    }
}
