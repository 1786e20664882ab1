package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** revokeCert (RFC 8555 §7.6). */
class RevocationIT {

    private static final String NAME = "revoke.localhost";

    private static ChallengeResponder responder;

    private final AcmeClient client;
    private final String revokeCert;

    RevocationIT() throws IOException, InterruptedException {
        client = Clients.registered();
        revokeCert = client.url("revokeCert");
    }

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    /** "the account that issued the certificate". */
    @Test
    void theAccountThatOrderedItRevokesIt() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);

        Answer answer = client.post(revokeCert, certified.revocation(4));

        assertRevoked(answer);
        // it stays where it was, and so does its order
        assertThat(client.postAsGet(certified.url()).body()).isEqualTo(certified.pem());
        assertThat(Clients.status(client, certified.order())).isEqualTo("valid");
    }

    /** "the server MUST return an error response with status code 400 (Bad Request) and type alreadyRevoked". */
    @Test
    void aSecondRevocationIsAlreadyRevoked() throws IOException, InterruptedException, GeneralSecurityException {
        KeyPair key = AcmeClient.newKey();
        Certified certified = Certified.get(client, responder, key, NAME);
        assertRevoked(client.post(revokeCert, certified.revocation()));

        Clients.assertRefused(client, client.post(revokeCert, certified.revocation()), 400, "alreadyRevoked");
        Clients.assertRefused(
                client, holder(key).postWithKey(revokeCert, certified.revocation(1)), 400, "alreadyRevoked");
    }

    @Test
    void ofTwentyRevocationsAtOnceOneRevokes()
            throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
        Certified certified = Certified.get(client, responder, NAME);
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String request = client.jws(
                    client.header(revokeCert).add("kid", client.account()).build(), certified.revocation());
            requests.add(() -> client.send(revokeCert, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .hasSize(19)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
                    Clients.assertProblem(answer, "alreadyRevoked");
                });
    }

    /** "the private key corresponding to the certificate", of each kind that a certificate has. */
    @Test
    void theCertificatesKeyRevokesIt() throws IOException, InterruptedException, GeneralSecurityException {
        Map<String, AccountKeys> keys = new TreeMap<>(Map.of(
                "SHA256withECDSA", AccountKeys.p256(),
                "SHA384withECDSA", AccountKeys.p384(),
                "SHA512withECDSA", AccountKeys.p521(),
                "SHA256withRSA", AccountKeys.rsa(2048),
                "Ed25519", AccountKeys.ed25519()));
        for (Map.Entry<String, AccountKeys> each : keys.entrySet()) {
            AccountKeys key = each.getValue();
            String csr =
                    CraftedCsr.payload(CraftedCsr.of(key.pair(), each.getKey(), "CN=" + NAME, CraftedCsr.dns(NAME)));
            Certified certified = Certified.of(client, Clients.readyOrder(client, responder, NAME), csr);

            Answer answer = client.send(
                    revokeCert,
                    key.jws(client.header(revokeCert).add("jwk", key.jwk()).build(), certified.revocation()));

            assertThat(answer.status()).as(each.getKey() + answer.body()).isEqualTo(200);
            assertKeyIsBlocked(key.pair(), each.getKey());
        }
    }

    /** "an account that holds authorizations for all of the identifiers in the certificate". */
    @Test
    void anotherAccountRevokesItWithValidAuthorizationsForAllNames()
            throws IOException, InterruptedException, GeneralSecurityException {
        String second = "second." + NAME;
        Certified certified = Certified.get(client, responder, NAME, second);
        AcmeClient other = Clients.registered();

        Clients.assertRefused(other, other.post(revokeCert, certified.revocation()), 403, "unauthorized");
        // authorizations that are pending, and for one name of two
        other.newOrder(NAME, second);
        Clients.assertRefused(other, other.post(revokeCert, certified.revocation()), 403, "unauthorized");
        Clients.readyOrder(other, responder, NAME);
        Clients.assertRefused(other, other.post(revokeCert, certified.revocation()), 403, "unauthorized");
        Clients.readyOrder(other, responder, second);
        assertRevoked(other.post(revokeCert, certified.revocation(5)));
    }

    /** "the server MUST verify that the client is authorized". */
    @Test
    void whoHasNoRightToItIsUnauthorized() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);
        AcmeClient stranger = Clients.stranger();

        Clients.assertRefused(client, stranger.postWithKey(revokeCert, certified.revocation(1)), 403, "unauthorized");
        // an account's key is not a certificate's, though the account ordered it
        Clients.assertRefused(client, client.postWithKey(revokeCert, certified.revocation(1)), 403, "unauthorized");
        AcmeClient gone = Clients.registered();
        Certified left = Certified.get(gone, responder, NAME);
        gone.post(gone.account(), "{\"status\":\"deactivated\"}");
        Clients.assertRefused(gone, gone.post(revokeCert, left.revocation()), 401, "unauthorized");

        assertRevoked(client.post(revokeCert, certified.revocation()));
    }

    /** "If the server receives a reason code it does not accept, … badRevocationReason". */
    @Test
    void aReasonThatASubscriberMayNotGiveIsBadRevocationReason()
            throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);

        for (String reason : List.of("-1", "2", "6", "7", "8", "9", "10", "11", "4294967296", "99999999999999999999")) {
            Answer answer = client.post(revokeCert, withReason(certified, reason));
            Clients.assertRefused(client, answer, 400, "badRevocationReason");
            assertThat(answer.json().getString("detail")).contains(reason, "1 (keyCompromise)", "4 (superseded)");
        }
        for (String reason : List.of("\"1\"", "null", "1.5", "1.0", "[]", "{}", "true", "1e0")) {
            Clients.assertRefused(client, client.post(revokeCert, withReason(certified, reason)), 400, "malformed");
        }
        assertRevoked(client.post(revokeCert, withReason(certified, "3")));
    }

    /** "the server MUST … whether the certificate was issued by it": one answer for all that was not. */
    @Test
    void whatWeHaveNotIssuedIsNotThere()
            throws IOException, InterruptedException, GeneralSecurityException, OperatorCreationException {
        Certified certified = Certified.get(client, responder, NAME);
        byte[] der = certified.der();
        byte[] forged = der.clone();
        forged[forged.length - 1] ^= 1;
        byte[] issuing = Chains.all(certified.pem()).get(1).getEncoded();
        byte[] root = Chains.leaf(Files.readString(SharedServer.get().root())).getEncoded();

        for (byte[] octets : List.of(
                new byte[0],
                new byte[1],
                "rubbish".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(der, der.length - 1),
                Arrays.copyOf(der, der.length + 1),
                certified.pem().getBytes(StandardCharsets.US_ASCII),
                CraftedCsr.nest(8_000),
                forged,
                withSameSerial(der),
                root)) {
            Answer answer = client.post(revokeCert, Certified.revocation(octets).toString());
            Clients.assertRefused(client, answer, 404, "malformed");
            assertThat(answer.json().getString("detail")).contains("has not issued");
        }
        // the root's, and recorded as such; it has no name that an account could have an authorization for
        Answer ofIssuer = client.post(revokeCert, Certified.revocation(issuing).toString());
        Clients.assertRefused(client, ofIssuer, 403, "unauthorized");
        assertRevoked(client.post(revokeCert, certified.revocation()));
    }

    @Test
    void aPayloadThatIsNoneIsMalformed() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);
        String text = AcmeClient.base64url(certified.der());

        for (String payload : List.of(
                "",
                "{}",
                "[]",
                "{\"certificate\":null}",
                "{\"certificate\":[]}",
                "{\"certificate\":\"%s==\"}".formatted(text),
                "{\"certificate\":\"%s\\n\"}".formatted(text),
                "{\"certificate\":\"%s\",\"certificate\":\"%s\"}".formatted(text, text))) {
            Clients.assertRefused(client, client.post(revokeCert, payload), 400, "malformed");
        }
        assertRevoked(client.post(revokeCert, certified.revocation()));
    }

    /** RFC 8555 §6.2: either; both or none says nothing. */
    @Test
    void aRequestHasEitherAnAccountOrAKey() throws IOException, InterruptedException, GeneralSecurityException {
        KeyPair key = AcmeClient.newKey();
        Certified certified = Certified.get(client, responder, key, NAME);
        AcmeClient holder = holder(key);

        Clients.assertRefused(
                client,
                client.send(
                        revokeCert,
                        client.jws(
                                client.header(revokeCert)
                                        .add("kid", client.account())
                                        .add("jwk", client.jwk())
                                        .build(),
                                certified.revocation())),
                400,
                "malformed");
        Clients.assertRefused(
                client,
                client.send(revokeCert, client.jws(client.header(revokeCert).build(), certified.revocation())),
                400,
                "malformed");
        // the key of the header is another than the one that signed
        Clients.assertRefused(
                client,
                client.send(
                        revokeCert,
                        client.jws(
                                client.header(revokeCert)
                                        .add("jwk", holder.jwk())
                                        .build(),
                                certified.revocation())),
                400,
                "malformed");
        assertRevoked(holder.postWithKey(revokeCert, certified.revocation()));
    }

    /** RFC 5280 §5.3.1 keyCompromise: that key is nobody's any more. */
    @Test
    void aCompromisedKeyIsBlocked() throws IOException, InterruptedException, GeneralSecurityException {
        KeyPair key = AcmeClient.newKey();
        Certified certified = Certified.get(client, responder, key, NAME);
        KeyPair superseded = AcmeClient.newKey();
        Certified other = Certified.get(client, responder, superseded, NAME);

        assertRevoked(client.post(revokeCert, certified.revocation(1)));
        assertRevoked(client.post(revokeCert, other.revocation(4)));

        assertKeyIsBlocked(key, "SHA256withECDSA");
        AcmeClient intruder = holder(key);
        Answer account = intruder.newAccount();
        Clients.assertRefused(intruder, account, 400, "badPublicKey");
        assertThat(account.json().getString("detail")).contains("compromised");
        Certified.get(client, responder, superseded, NAME);
        assertThat(holder(superseded).newAccount().status()).isEqualTo(201);
    }

    private void assertKeyIsBlocked(KeyPair key, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient other = Clients.registered();
        String order = Clients.readyOrder(other, responder, NAME);
        byte[] csr = CraftedCsr.of(key, algorithm, "CN=" + NAME, CraftedCsr.dns(NAME));

        Answer answer = other.post(Clients.finalizeUrl(other, order), CraftedCsr.payload(csr));

        Clients.assertRefused(other, answer, 400, "badCSR");
        assertThat(answer.json().getString("detail")).contains("compromised");
        assertThat(Clients.status(other, order)).isEqualTo("ready");
    }

    private static void assertRevoked(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Replay-Nonce")).isNotEmpty();
    }

    private static AcmeClient holder(KeyPair key) throws IOException, InterruptedException {
        return new AcmeClient(SharedServer.get().directory(), SharedServer.get().root(), key);
    }

    private static String withReason(Certified certified, String reason) {
        return "{\"certificate\":%s,\"reason\":%s}"
                .formatted(Json.createValue(AcmeClient.base64url(certified.der())), reason);
    }

    /** Names, serial and issuer's name as in ours, the signature somebody else's. */
    private static byte[] withSameSerial(byte[] der) throws IOException, OperatorCreationException {
        X509CertificateHolder ours = new X509CertificateHolder(der);
        return new X509v3CertificateBuilder(
                        ours.getIssuer(),
                        ours.getSerialNumber(),
                        ours.getNotBefore(),
                        ours.getNotAfter(),
                        ours.getSubject(),
                        ours.getSubjectPublicKeyInfo())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(AcmeClient.newKey().getPrivate()))
                .getEncoded();
    }
}
