package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Profiles (draft-ietf-acme-profiles), notBefore and notAfter (RFC 8555 §7.4). */
class ProfilesIT {

    private static final String NAME = "profiles.localhost";

    private static ChallengeResponder responder;

    private final AcmeClient client;

    ProfilesIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    @Test
    void theDirectoryDescribesEachProfile() throws IOException, InterruptedException {
        JsonObject directory = client.send(HttpRequest.newBuilder(
                                URI.create(SharedServer.get().directory().toString()))
                        .GET()
                        .build())
                .json();

        JsonObject profiles = directory.getJsonObject("meta").getJsonObject("profiles");
        assertThat(profiles.keySet()).containsExactly("tlsserver", "shortlived");
        assertThat(profiles.getString("shortlived")).contains("6 days");
    }

    @Test
    void anOrderSaysItsProfileAndTheCertificateFollowsIt()
            throws IOException, InterruptedException, CertificateException {
        Answer plain = client.newOrder(NAME);
        assertThat(plain.json().getString("profile")).isEqualTo("tlsserver");

        Answer order = client.post(client.url("newOrder"), request().add("profile", "shortlived"));
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        assertThat(order.json().getString("profile")).isEqualTo("shortlived");
        X509Certificate certificate = issued(order);
        assertThat(length(certificate)).isEqualTo(Duration.ofDays(6));
    }

    @Test
    void aProfileThatIsNotOfferedIsRefused() throws IOException, InterruptedException {
        for (String name : List.of("tlsclient", "TLSSERVER", "", "<b>\u202e of that kind")) {
            Clients.assertRefused(
                    client, client.post(client.url("newOrder"), request().add("profile", name)), 400, "invalidProfile");
        }
        Clients.assertRefused(
                client, client.post(client.url("newOrder"), request().add("profile", 1)), 400, "malformed");
        Clients.assertRefused(
                client, client.post(client.url("newOrder"), request().addNull("profile")), 400, "malformed");
    }

    @Test
    void aCertificateIsValidWhenTheOrderSays() throws IOException, InterruptedException, CertificateException {
        Instant start =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofHours(1));
        Instant end = start.plus(Duration.ofDays(2));

        Answer order = client.post(
                client.url("newOrder"),
                request().add("notBefore", start.toString()).add("notAfter", end.toString()));

        assertThat(order.status()).as(order.body()).isEqualTo(201);
        assertThat(order.json().getString("notBefore")).isEqualTo(start.toString());
        assertThat(order.json().getString("notAfter")).isEqualTo(end.toString());
        X509Certificate certificate = issued(order);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(start);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(end);
    }

    @Test
    void datesThatCannotBeHadAreRefused() throws IOException, InterruptedException {
        for (String[] dates : new String[][] {
            {"notAfter", "2020-01-01T00:00:00Z"},
            {"notAfter", "9999-12-31T23:59:59Z"},
            {"notBefore", "2020-01-01T00:00:00Z"},
            {"notBefore", "9999-12-31T23:59:59Z"},
            {"notBefore", "tomorrow"},
            {"notBefore", ""},
            {"notBefore", "2026-02-30T00:00:00Z"},
            {"notAfter", "2026-12-01"},
            {"notAfter", "2026-12-01T00:00:00"},
            {"notAfter", "+999999999-12-31T23:59:59Z"},
        }) {
            Answer answer = client.post(client.url("newOrder"), request().add(dates[0], dates[1]));
            assertThat(answer.status()).as(dates[1]).isEqualTo(400);
            Clients.assertRefused(client, answer, 400, "malformed");
            assertThat(answer.json().getString("detail")).contains(dates[0]);
        }
        Clients.assertRefused(
                client, client.post(client.url("newOrder"), request().add("notAfter", 1)), 400, "malformed");
    }

    private static JsonObjectBuilder request() {
        return Json.createObjectBuilder()
                .add(
                        "identifiers",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("type", "dns")
                                        .add("value", NAME)));
    }

    private X509Certificate issued(Answer order) throws IOException, InterruptedException, CertificateException {
        String url = Clients.makeReady(client, responder, order);
        return Chains.leaf(Clients.certificate(client, url, NAME));
    }

    private static Duration length(X509Certificate certificate) {
        return Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant())
                .plusSeconds(1);
    }
}
