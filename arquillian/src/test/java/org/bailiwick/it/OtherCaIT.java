package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.ForeignCa.Draft;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An upstream authority before a CA that answers in CMP as it should, but not what was asked, or that answers anything. The order
 * ends with a clear problem or is asked for again; what nobody asked for is never served, and that CA is asked to revoke it.
 */
class OtherCaIT {

    private static final String NOT_ASKED = "gave a certificate that is not what was asked for";

    private static final ForeignCa CA = new ForeignCa("Elsewhere");
    private static final ForeignCa STRANGER = new ForeignCa("Stranger");
    private static final String SECRET = "given to the RA once";

    private static HostileCa hostile;
    private static UpstreamScene upstream;
    private static AcmeClient client;
    private static ChallengeResponder responder;

    @BeforeAll
    static void enrol() throws IOException, InterruptedException {
        hostile = new HostileCa(CA, SECRET);
        upstream = UpstreamScene.make(SharedServer.get(), hostile.url(), CA.pem(), SECRET, "other.localhost")
                .enrolled();
        client = upstream.client();
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    /** The shared server is left with nothing that waits for this CA. */
    @AfterAll
    static void settle() throws IOException, InterruptedException {
        upstream.hurry();
        responder.close();
        hostile.close();
    }

    /** A new order that is finalized: its URL. */
    private static String finalized(KeyPair key, String name) throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, name);
        Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(key, name));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return order;
    }

    private static String name() {
        return UUID.randomUUID().toString().substring(0, 8) + ".other.localhost";
    }

    private static HostileCa.Made honest(String name) {
        return key -> CA.signed(CA.draft(key, name));
    }

    private static X509Certificate served(String order)
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer ended = UpstreamScene.ended(client, order);
        assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
        String pem = client.postAsGet(ended.json().getString("certificate")).body();
        assertThat(pem).startsWith("-----BEGIN CERTIFICATE-----");
        return Chains.leaf(pem);
    }

    @Test
    void whatWasAskedForIsTaken() throws IOException, InterruptedException, GeneralSecurityException {
        String name = name();
        hostile.next(hostile.certificate(honest(name)));
        KeyPair key = AcmeClient.newKey();
        X509Certificate certificate = served(finalized(key, name));
        assertThat(Chains.names(certificate)).containsExactly(name);
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        certificate.verify(CA.root().getPublicKey());
    }

    /** OpenSSL's client would take all of these. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatNobodyAskedForIsRefusedAndToBeRevoked(String what, String finding, UnaryOperator<Draft> change)
            throws IOException, InterruptedException {
        String name = name();
        assertUnsound(name, finding, key -> CA.signed(change.apply(CA.draft(key, name))));
    }

    static Stream<Arguments> whatNobodyAskedForIsRefusedAndToBeRevoked() {
        PublicKey other = AcmeClient.newKey().getPublic();
        return Stream.of(
                change("another name", "which was not asked for", draft -> draft.names(dns("bank.other.localhost"))),
                change("one more name", "which was not asked for", draft -> draft.and(dns("bank.other.localhost"))),
                change(
                        "one more address",
                        "which was not asked for",
                        draft -> draft.and(new GeneralName(GeneralName.iPAddress, "127.0.0.1"))),
                change(
                        "another common name",
                        "its common name is not one of the names",
                        draft -> draft.subject(new X500Name("CN=bank.other.localhost"))),
                change("another key", "it is for another key", draft -> draft.key(other)),
                change("a longer validity", "it is valid for longer than the profile", draft -> draft.days(400)),
                change("a CA", "it is a CA's", draft -> draft.authority(true)),
                change(
                        "a CA's key usage",
                        "its keyUsage has something",
                        draft -> draft.usage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)),
                change(
                        "another purpose",
                        "its extendedKeyUsage has something",
                        draft -> draft.purpose(KeyPurposeId.id_kp_codeSigning)),
                change(
                        "any purpose",
                        "it has no extendedKeyUsage",
                        draft -> draft.purpose(KeyPurposeId.anyExtendedKeyUsage)));
    }

    private static Arguments change(String what, String finding, UnaryOperator<Draft> change) {
        return Arguments.of(what, finding, change);
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    @Test
    void aChainThatLeadsElsewhereIsRefused() throws IOException, InterruptedException {
        String name = name();
        assertUnsound(name, "does not lead up to a trust anchor", key -> STRANGER.signed(STRANGER.draft(key, name)));
        String other = name();
        KeyPair forger = AcmeClient.newKey();
        assertUnsound(other, "does not lead up to a trust anchor", key -> CA.signed(CA.draft(key, other), forger));
    }

    private static void assertUnsound(String name, String finding, HostileCa.Made made)
            throws IOException, InterruptedException {
        int rejected = hostile.rejected().size();
        int revoked = hostile.revoked().size();
        int stored = upstream.serials().size();
        hostile.next(hostile.certificate(made));
        JsonObject problem = UpstreamScene.failed(client, finalized(AcmeClient.newKey(), name));
        assertThat(problem.getString("type")).endsWith(":serverInternal");
        assertThat(problem.getString("detail")).contains(NOT_ASKED, "Nothing is wrong with your request");
        assertThat(upstream.serials()).hasSize(stored);
        assertThat(hostile.rejected()).as("certConf says no").hasSize(rejected + 1);
        assertThat(upstream.administrator().awaitAudited("upstream-certificate-refused", finding))
                .asString()
                .contains(upstream.id());
        upstream.hurry();
        assertThat(hostile.revoked()).as("rr is sent besides").hasSize(revoked + 1);
    }

    /** To revoke it would end the other one. */
    @Test
    void aSerialNumberThatIsThereAlreadyIsRefusedAndNotRevoked()
            throws IOException, InterruptedException, GeneralSecurityException {
        String name = name();
        hostile.next(hostile.certificate(honest(name)));
        BigInteger serial = served(finalized(AcmeClient.newKey(), name)).getSerialNumber();
        String second = name();
        hostile.next(hostile.certificate(key -> CA.signed(CA.draft(key, second).serial(serial))));
        JsonObject problem = UpstreamScene.failed(client, finalized(AcmeClient.newKey(), second));
        assertThat(problem.getString("detail")).contains(NOT_ASKED);
        assertThat(upstream.serials()).containsOnlyOnce(serial);
        assertThat(upstream.outbox()).isEmpty();
        assertThat(hostile.revoked()).doesNotContain(serial);
    }

    @Test
    void aRefusalIsToldInAcmesWords() throws IOException, InterruptedException {
        hostile.next(hostile.body(CertificateResponse.without(
                BodyKind.P10CR,
                Pkcs10Request.REQUEST_ID,
                StatusInfo.rejection(FailureInfo.UNACCEPTED_POLICY, "Not this name."))));
        JsonObject problem = UpstreamScene.failed(client, finalized(AcmeClient.newKey(), name()));
        assertThat(problem.getString("type")).endsWith(":rejectedIdentifier");
        assertThat(problem.getString("detail")).contains("unacceptedPolicy", "Not this name.");
    }

    /** M1: what cannot be believed ends no order. */
    @Test
    void whatIsNotTheCasAnswerIsAskedForAgain() throws IOException, InterruptedException, GeneralSecurityException {
        String name = name();
        hostile.next(
                HostileCa.http(200, "application/pkixcmp", new byte[CmpMessage.MAXIMUM_RESPONSE + 1]),
                hostile.forged(honest(name), STRANGER),
                hostile.certificate(honest(name)));
        String order = finalized(AcmeClient.newKey(), name);
        assertThat(Clients.status(client, order)).isEqualTo("processing");
        assertThat(upstream.outbox()).singleElement().satisfies(waiting -> assertThat(waiting.getString("problem"))
                .isNotBlank());
        upstream.hurry();
        assertThat(Chains.names(served(order))).containsExactly(name);
    }

    /** Clocks that differ by an hour: nothing that is signed then counts, and the order is valid when they are right. */
    @Test
    void anOrderWaitsUntilTheClocksAgree() throws IOException, InterruptedException, GeneralSecurityException {
        String name = name();
        hostile.next(
                hostile.certificate(Duration.ofHours(1), honest(name)),
                hostile.body(ErrorMessage.of(
                        new CmpException(FailureInfo.BAD_TIME, "The message is an hour old: set the clock."))),
                hostile.certificate(honest(name)));
        String order = finalized(AcmeClient.newKey(), name);
        assertThat(Clients.status(client, order)).isEqualTo("processing");
        assertThat(upstream.outbox()).singleElement().satisfies(waiting -> assertThat(waiting.getString("problem"))
                .contains("cannot be believed", "set the clock"));
        upstream.hurry();
        assertThat(Chains.names(served(order))).containsExactly(name);
        assertThat(upstream.serials()).containsOnlyOnce(served(order).getSerialNumber());
    }

    /** A CA that would have it asked again in a day is asked again in a minute, and before if somebody wants it. */
    @Test
    void whoWantsToBePolledIsPolledWithinBounds() throws IOException, InterruptedException, GeneralSecurityException {
        String name = name();
        PollResponse never = new PollResponse(Pkcs10Request.REQUEST_ID, Duration.ofDays(10_000));
        hostile.next(
                hostile.body(
                        CertificateResponse.without(BodyKind.P10CR, Pkcs10Request.REQUEST_ID, StatusInfo.waiting())),
                hostile.body(never),
                hostile.certificate(honest(name)));
        String order = finalized(AcmeClient.newKey(), name);
        JsonObject waiting = upstream.outbox().get(0);
        AdminClient.ok(upstream.administrator().post("/outbox/" + waiting.getString("id") + "/retry"));
        for (int looks = 0; looks < 150 && waiting.getInt("attempts") < 2; looks++) {
            Thread.sleep(100);
            waiting = upstream.outbox().get(0);
        }
        assertThat(Instant.parse(waiting.getString("next")))
                .isBefore(Clock.systemUTC().instant().plus(Duration.ofSeconds(61)));
        assertThat(waiting.containsKey("problem")).as("nothing is wrong").isFalse();
        upstream.hurry();
        assertThat(Chains.names(served(order))).containsExactly(name);
    }
}
