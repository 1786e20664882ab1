package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is another account's is answered as what does not exist, and nothing happens to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignObjectIT {

    private static final String NAME = "foreign.localhost";

    private static final String ACCESS =
            "RFC 8555 §6.3: the server MUST authenticate the sender and verify any access control rules";
    private static final String BY_ACCOUNT_KEY =
            "RFC 8555 §7.3.6: The server MUST verify that the request is signed by the account key";
    private static final String BY_OWNER_KEY =
            "RFC 8555 §7.5.2: The server MUST verify that the request is signed by the account key corresponding to the account that owns the authorization";

    private final AcmeClient owner;
    private final AcmeClient intruder;
    private ChallengeResponder responder;
    private Answer order;
    private Certified certified;
    private String valid;
    private String challenge;

    ForeignObjectIT() throws IOException, InterruptedException {
        owner = Clients.registered();
        intruder = Clients.registered();
    }

    @BeforeAll
    void makeObjects() throws IOException, InterruptedException, GeneralSecurityException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
        certified = Certified.get(owner, responder, NAME);
        order = owner.newOrder(NAME);
        valid = Clients.authorizations(owner.postAsGet(certified.order()).json())
                .get(0);
        challenge = Clients.challenge(owner, authorization()).getString("url");
    }

    @AfterAll
    void stopAnswering() {
        responder.close();
    }

    /**
     * A request for another's object.
     *
     * @param sentence of the RFC
     * @param what it is
     * @param status of the answer
     * @param problem of the answer
     * @param url of the object
     * @param payload what is asked of it
     */
    record Foreign(
            String sentence,
            String what,
            int status,
            String problem,
            Function<ForeignObjectIT, String> url,
            String payload) {

        @Override
        public String toString() {
            String asked = payload.isEmpty() ? "to read it" : payload.length() > 80 ? "a CSR" : payload;
            return "%s - %s: %s".formatted(sentence, what, asked);
        }
    }

    static Stream<Foreign> objects() {
        String deactivated = "{\"status\":\"deactivated\"}";
        String csr = Csr.payload(AcmeClient.newKey(), NAME);
        return Stream.of(
                notThere("order", ForeignObjectIT::orderUrl, ""),
                notThere("finalize", test -> test.order.json().getString("finalize"), csr),
                new Foreign(
                        ACCESS,
                        "finalize",
                        400,
                        "badCSR",
                        test -> test.order.json().getString("finalize"),
                        "{\"csr\":\"AA\"}"),
                notThere("authorization", ForeignObjectIT::authorization, ""),
                new Foreign(
                        BY_OWNER_KEY, "authorization", 404, "malformed", ForeignObjectIT::authorization, deactivated),
                new Foreign(
                        BY_OWNER_KEY, "authorization that is valid", 404, "malformed", test -> test.valid, deactivated),
                notThere("challenge", test -> test.challenge, ""),
                notThere("challenge", test -> test.challenge, "{}"),
                notThere("certificate", test -> test.certified.url(), ""),
                notThere("certificate's alternate chain", test -> test.certified.url() + "/1", ""),
                forbidden(ACCESS, "account", test -> test.owner.account(), ""),
                forbidden(BY_ACCOUNT_KEY, "account", test -> test.owner.account(), deactivated),
                forbidden(
                        ACCESS,
                        "account",
                        test -> test.owner.account(),
                        "{\"contact\":[\"mailto:evil@evil.example\"]}"),
                forbidden(ACCESS, "account", test -> test.owner.account(), "{}"),
                forbidden(ACCESS, "orders list", test -> test.owner.account() + "/orders", ""),
                forbidden(
                        ACCESS,
                        "orders list from an order on",
                        test -> test.owner.account() + "/orders/" + id(test.orderUrl()),
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("objects")
    void isAnsweredAsWhatDoesNotExist(Foreign foreign)
            throws IOException, InterruptedException, GeneralSecurityException {
        String url = foreign.url().apply(this);

        Answer others = intruder.post(url, foreign.payload());
        Clients.assertRefused(intruder, others, foreign.status(), foreign.problem());
        Answer nobodys = intruder.post(unknown(url), foreign.payload());

        assertThat(nobodys.status()).as(url).isEqualTo(others.status());
        assertThat(nobodys.body()).isEqualTo(others.body());
        assertThat(nobodys.headers().map().keySet())
                .isEqualTo(others.headers().map().keySet());
        assertUnchanged();
    }

    /** An id of one's own is none of another resource. */
    static Stream<Foreign> otherKinds() {
        Function<ForeignObjectIT, String> ofOrder = test -> id(test.orderUrl());
        Function<ForeignObjectIT, String> ofAuthorization = test -> id(test.authorization());
        Function<ForeignObjectIT, String> ofChallenge = test -> id(test.challenge);
        Function<ForeignObjectIT, String> ofCertificate = test -> id(test.certified.url());
        Function<ForeignObjectIT, String> ofAccount = test -> id(test.owner.account());
        return Stream.of(
                kind("authorization", "order", ofOrder),
                kind("challenge", "order", ofOrder),
                kind("certificate", "order", ofOrder),
                kind("order", "authorization", ofAuthorization),
                kind("challenge", "authorization", ofAuthorization),
                kind("order", "challenge", ofChallenge),
                kind("authorization", "challenge", ofChallenge),
                kind("order", "certificate", ofCertificate),
                kind("order", "account", ofAccount),
                kind("certificate", "account", ofAccount));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("otherKinds")
    void anIdOfOneKindIsNoneOfAnother(Foreign foreign)
            throws IOException, InterruptedException, GeneralSecurityException {
        Clients.assertRefused(owner, owner.postAsGet(foreign.url().apply(this)), foreign.status(), foreign.problem());
        assertUnchanged();
    }

    /** The URLs are right: their owner reads what the tables above want to read. */
    @Test
    void theOwnerReadsThem() throws IOException, InterruptedException {
        for (String url : List.of(
                orderUrl(),
                authorization(),
                valid,
                challenge,
                certified.url(),
                owner.account(),
                owner.account() + "/orders")) {
            assertThat(owner.postAsGet(url).status()).as(url).isEqualTo(200);
        }
    }

    private void assertUnchanged() throws IOException, InterruptedException {
        JsonObject account = owner.postAsGet(owner.account()).json();
        assertThat(account.getString("status")).isEqualTo("valid");
        assertThat(account.getJsonArray("contact")).isEmpty();
        assertThat(owner.postAsGet(orderUrl()).json()).isEqualTo(order.json());
        assertThat(Clients.status(owner, authorization())).isEqualTo("pending");
        assertThat(Clients.challenge(owner, authorization()).getString("status"))
                .isEqualTo("pending");
        assertThat(Clients.status(owner, valid)).isEqualTo("valid");
    }

    private static Foreign notThere(String what, Function<ForeignObjectIT, String> url, String payload) {
        return new Foreign(ACCESS, what, 404, "malformed", url, payload);
    }

    private static Foreign forbidden(
            String sentence, String what, Function<ForeignObjectIT, String> url, String payload) {
        return new Foreign(sentence, what, 403, "unauthorized", url, payload);
    }

    private static Foreign kind(String resource, String id, Function<ForeignObjectIT, String> ofIt) {
        return notThere(
                "%s of the id of one's own %s".formatted(resource, id),
                test -> test.owner.url("newOrder").replace("new-order", resource + "/" + ofIt.apply(test)),
                "");
    }

    private String orderUrl() {
        return order.header("Location");
    }

    private String authorization() {
        return Clients.authorizations(order.json()).get(0);
    }

    /** The same URL with an id that nobody has. */
    private static String unknown(String url) {
        return url.replaceFirst(
                "/(account|order|authorization|challenge|certificate)/[A-Za-z0-9_-]+",
                "/$1/" + AcmeClient.base64url(new byte[16]));
    }

    private static String id(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
