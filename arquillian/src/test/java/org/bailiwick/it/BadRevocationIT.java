package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The neighbours of the cases in {@link RevocationIT} and {@link RenewalInfoIT} (RFC 8555 §7.6, RFC 9773 §4.1, §5). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRevocationIT {

    private static final String NAME = "not-revoked.localhost";

    private static final String DER =
            "RFC 8555 §7.6: The certificate to be revoked, in the base64url-encoded version of the DER format";
    private static final String REASON = "RFC 8555 §7.6: reason (optional, int): One of the revocation reasonCodes";
    private static final String DISALLOWED =
            "RFC 8555 §7.6: If a request contains a disallowed reasonCode, then the server MUST reject it";
    private static final String AUTHORIZED =
            "RFC 8555 §7.6: the server MUST verify that the key used to sign the request is authorized to revoke the certificate";
    private static final String STRIPPED =
            "RFC 9773 §4.1: All trailing \"=\" characters MUST be stripped from both parts of the unique identifier";
    private static final String IDENTIFIER =
            "RFC 9773 §4.1: the period character \".\", and the base64url encoding of the DER-encoded Serial Number field";
    private static final String CORRESPOND =
            "RFC 9773 §5: Servers SHOULD check that the identified certificate and the newOrder request correspond";

    private final AcmeClient client;
    private final KeyPair key = AcmeClient.newKey();
    private ChallengeResponder responder;
    private Certified certified;
    private String id;

    BadRevocationIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    /** One certificate that all rows are about, and that none revokes. */
    @BeforeAll
    void getCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
        certified = Certified.get(client, responder, key, NAME);
        id = certified.id();
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException, GeneralSecurityException {
        Certified another = Certified.get(client, responder, NAME);
        assertThat(get(another.id()).status()).isEqualTo(200);
        String good = "{\"certificate\":\"%s\",\"reason\":%s}".formatted(AcmeClient.base64url(another.der()), "4");
        assertThat(client.post(client.url("revokeCert"), good).status()).isEqualTo(200);
    }

    static Stream<BadRequest<BadRevocationIT>> revocations() {
        return Stream.of(
                malformed(
                        DER,
                        "the chain in PEM",
                        test -> test.revoke(
                                Json.createValue(test.certified.pem()).toString(), "0")),
                malformed(DER, "base64", test -> test.revoke(quoted(base64(test.certified.der())), "0")),
                malformed(DER, "with padding", test -> test.revoke(quoted(test.text() + "="), "0")),
                malformed(DER, "a list of it", test -> test.revoke("[" + quoted(test.text()) + "]", "0")),
                malformed(DER, "a number", test -> test.revoke("1", "0")),
                notOurs(DER, "its serial number", test -> test.revoke(quoted("AIdlQyE"), "0")),
                notOurs(
                        DER,
                        "its identifier's octets",
                        test -> test.revoke(quoted(AcmeClient.base64url(new byte[20])), "0")),
                notOurs(DER, "the certificate twice", test -> test.revoke(quoted(twice(test.certified.der())), "0")),
                notOurs(DER, "indefinite length", test -> test.revoke(quoted(indefinite(test.certified.der())), "0")),
                notOurs(DER, "another validity", test -> test.revoke(quoted(changed(test.certified.der(), 100)), "0")),
                notOurs(DER, "a CSR", test -> test.revoke(quoted(AcmeClient.base64url(Csr.der(test.key, NAME))), "0")),
                malformed(REASON, "a string", test -> test.revoke(quoted(test.text()), "\"4\"")),
                malformed(REASON, "a name", test -> test.revoke(quoted(test.text()), "\"keyCompromise\"")),
                malformed(REASON, "null", test -> test.revoke(quoted(test.text()), "null")),
                malformed(REASON, "1.5", test -> test.revoke(quoted(test.text()), "1.5")),
                malformed(REASON, "twice", test -> test.revoke(quoted(test.text()), "0,\"reason\":1")),
                malformed(REASON, "1e99999", test -> test.revoke(quoted(test.text()), "1e99999")),
                disallowed("-1"),
                disallowed("2"),
                disallowed("6"),
                disallowed("7"),
                disallowed("8"),
                disallowed("9"),
                disallowed("10"),
                disallowed("11"),
                disallowed("256"),
                disallowed("4294967297"),
                disallowed("18446744073709551617"));
    }

    static Stream<BadRequest<BadRevocationIT>> strangers() {
        return Stream.of(
                unauthorized("another account", test -> Clients.registered()
                        .post(test.client.url("revokeCert"), test.certified.revocation())),
                unauthorized("another account with a pending order for the name", test -> {
                    AcmeClient other = Clients.registered();
                    other.newOrder(NAME);
                    return other.post(test.client.url("revokeCert"), test.certified.revocation());
                }),
                unauthorized("another account with an authorization that it gave up", test -> {
                    AcmeClient other = Clients.registered();
                    String order = Clients.readyOrder(other, test.responder, NAME);
                    other.post(
                            Clients.authorizations(other.postAsGet(order).json())
                                    .get(0),
                            "{\"status\":\"deactivated\"}");
                    return other.post(test.client.url("revokeCert"), test.certified.revocation());
                }),
                unauthorized("another account with an authorization for a name below", test -> {
                    AcmeClient other = Clients.registered();
                    Clients.readyOrder(other, test.responder, "a." + NAME);
                    return other.post(test.client.url("revokeCert"), test.certified.revocation());
                }),
                unauthorized("any key", test -> Clients.stranger()
                        .postWithKey(test.client.url("revokeCert"), test.certified.revocation())),
                unauthorized(
                        "the account's key without its name",
                        test -> test.client.postWithKey(test.client.url("revokeCert"), test.certified.revocation())),
                malformed(AUTHORIZED, "the certificate's key in the name of an account", test -> {
                    AcmeClient holder = new AcmeClient(
                            SharedServer.get().directory(), SharedServer.get().root(), test.key);
                    String url = holder.url("revokeCert");
                    return holder.send(
                            url,
                            holder.jws(
                                    holder.header(url)
                                            .add("kid", test.client.account())
                                            .build(),
                                    test.certified.revocation()));
                }));
    }

    static Stream<BadRequest<BadRevocationIT>> replacements() {
        return Stream.of(
                malformed(STRIPPED, "replaces with padding", test -> test.replaces(test.id + "=", NAME)),
                malformed(
                        IDENTIFIER,
                        "replaces the certificate's URL",
                        test -> test.replaces(test.certified.url(), NAME)),
                malformed(
                        IDENTIFIER,
                        "replaces the serial number alone",
                        test -> test.replaces(test.id.substring(test.id.indexOf('.') + 1), NAME)),
                malformed(IDENTIFIER, "replaces three parts", test -> test.replaces(test.id + ".AA", NAME)),
                malformed(CORRESPOND, "no name in common", test -> test.replaces(test.id, "other.localhost")),
                malformed(CORRESPOND, "a name below", test -> test.replaces(test.id, "a." + NAME)),
                new BadRequest<>(CORRESPOND, "another account", 404, "malformed", test -> Clients.registered()
                        .post(test.client.url("newOrder"), order(test.id, NAME))),
                new BadRequest<>(
                        CORRESPOND,
                        "a certificate that nobody has",
                        404,
                        "malformed",
                        test -> test.replaces(test.id.substring(0, test.id.indexOf('.')) + ".AIdlQyE", NAME)));
    }

    /** The certificate stays as it is, and can be replaced still. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"revocations", "strangers", "replacements"})
    void isRefused(BadRequest<BadRevocationIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        Answer before = get(id);

        bad.assertRefused(client, this);

        assertThat(before.status()).isEqualTo(200);
        assertThat(get(id).body()).isEqualTo(before.body());
    }

    /** A request for renewalInfo with something else than a certificate's identifier. */
    record NoIdentifier(String sentence, String how, int status, Function<String, String> change) {

        @Override
        public String toString() {
            return sentence + " - " + how;
        }
    }

    static Stream<NoIdentifier> identifiers() {
        return Stream.of(
                new NoIdentifier(STRIPPED, "after the serial number", 400, good -> good + "="),
                new NoIdentifier(STRIPPED, "after the key identifier", 400, good -> good.replace(".", "=.")),
                new NoIdentifier(STRIPPED, "as %3D", 400, good -> good + "%3D"),
                new NoIdentifier(IDENTIFIER, "no period", 400, good -> good.replace(".", "")),
                new NoIdentifier(IDENTIFIER, "two periods", 400, good -> good.replace(".", "..")),
                new NoIdentifier(IDENTIFIER, "a third part", 400, good -> good + ".AA"),
                new NoIdentifier(IDENTIFIER, "no key identifier", 400, good -> good.substring(good.indexOf('.'))),
                new NoIdentifier(IDENTIFIER, "no serial number", 400, good -> good.substring(0, good.indexOf('.') + 1)),
                new NoIdentifier(
                        IDENTIFIER, "a needless zero before the serial number", 400, good -> serial(good, "0001")),
                new NoIdentifier(IDENTIFIER, "a negative serial number", 400, good -> serial(good, "ff01")),
                new NoIdentifier(IDENTIFIER, "a serial number of zero", 400, good -> serial(good, "00")),
                new NoIdentifier(
                        IDENTIFIER, "a serial number of 21 octets", 400, good -> serial(good, "01".repeat(21))),
                new NoIdentifier(IDENTIFIER, "with tag and length", 400, good -> good.replaceFirst("\\..*", ".AgEB=")),
                new NoIdentifier(IDENTIFIER, "the alphabet of base64", 400, good -> "+%2F" + good),
                new NoIdentifier(IDENTIFIER, "a space", 400, good -> good.replace(".", "%20.")),
                new NoIdentifier(IDENTIFIER, "a line break", 400, good -> good + "%0A"),
                new NoIdentifier(IDENTIFIER, "a NUL", 400, good -> good + "%00"),
                new NoIdentifier(IDENTIFIER, "of 5,000 characters", 400, good -> "A".repeat(5_000) + good),
                new NoIdentifier(
                        IDENTIFIER, "a serial number that no certificate has", 404, good -> serial(good, "0102")),
                new NoIdentifier(IDENTIFIER, "the key identifier of another CA", 404, good -> "AAAA" + good));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("identifiers")
    void renewalInfoOfWhatIsNoIdentifierIsRefused(NoIdentifier bad) throws IOException, InterruptedException {
        Answer answer = get(bad.change().apply(id));

        assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
        Clients.assertProblem(answer, "malformed");
    }

    private static BadRequest<BadRevocationIT> malformed(
            String sentence, String how, BadRequest.Sending<BadRevocationIT> sending) {
        return BadRequest.malformed(sentence, how, sending);
    }

    private static BadRequest<BadRevocationIT> notOurs(
            String sentence, String how, BadRequest.Sending<BadRevocationIT> sending) {
        return new BadRequest<>(sentence, how, 404, "malformed", sending);
    }

    private static BadRequest<BadRevocationIT> disallowed(String reason) {
        return new BadRequest<>(
                DISALLOWED, reason, 400, "badRevocationReason", test -> test.revoke(quoted(test.text()), reason));
    }

    private static BadRequest<BadRevocationIT> unauthorized(String how, BadRequest.Sending<BadRevocationIT> sending) {
        return new BadRequest<>(AUTHORIZED, how, 403, "unauthorized", sending);
    }

    private Answer revoke(String certificate, String reason) throws IOException, InterruptedException {
        return client.post(
                client.url("revokeCert"), "{\"certificate\":%s,\"reason\":%s}".formatted(certificate, reason));
    }

    private Answer replaces(String replaced, String name) throws IOException, InterruptedException {
        return client.post(client.url("newOrder"), order(replaced, name));
    }

    private static String order(String replaced, String name) {
        return "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"%s\"}],\"replaces\":\"%s\"}".formatted(name, replaced);
    }

    private Answer get(String identifier) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(client.url("renewalInfo") + "/" + identifier))
                .GET()
                .build());
    }

    private String text() {
        return AcmeClient.base64url(certified.der());
    }

    private static String serial(String good, String octets) {
        return good.substring(0, good.indexOf('.') + 1)
                + AcmeClient.base64url(HexFormat.of().parseHex(octets));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** With a character that base64url has not, wherever there is none of its own. */
    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets) + "+/+/";
    }

    private static String twice(byte[] der) {
        byte[] both = Arrays.copyOf(der, 2 * der.length);
        System.arraycopy(der, 0, both, der.length, der.length);
        return AcmeClient.base64url(both);
    }

    /** 30 82 and two octets of length become 30 80, and 00 00 is the end (X.690 §8.1.3.6). */
    private static String indefinite(byte[] der) {
        byte[] ber = new byte[der.length];
        ber[0] = 0x30;
        ber[1] = (byte) 0x80;
        System.arraycopy(der, 4, ber, 2, der.length - 4);
        return AcmeClient.base64url(ber);
    }

    private static String changed(byte[] der, int at) {
        byte[] changed = der.clone();
        changed[at] ^= 1;
        return AcmeClient.base64url(changed);
    }
}
