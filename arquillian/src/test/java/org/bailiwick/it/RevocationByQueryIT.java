package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Administrators revoke: one certificate, or all that meet some criteria. */
class RevocationByQueryIT {

    private final AdminClient first = AdminClient.first();
    private final JsonObject authority = first.named("/authorities", "internal");
    private final UUID team = UUID.fromString(authority.getString("team"));
    private final AdminClient administrator = first.of("authority-administrator", team);
    private final JsonObject provisioner = AdminClient.created(first.post(
            "/provisioners",
            "{\"authority\":\"%s\",\"name\":\"bulk-%s\",\"kind\":\"manual\"}"
                    .formatted(
                            authority.getString("id"),
                            UUID.randomUUID().toString().substring(0, 8))));

    /** A name that only this test's certificates are below. */
    private final String base = "q-" + UUID.randomUUID().toString().substring(0, 8) + ".localhost";

    RevocationByQueryIT() throws IOException, InterruptedException {}

    @Test
    void whatAPreviewShowsIsRevokedAndNothingElse() throws IOException, InterruptedException {
        String one = certificate("a." + base);
        String deep = certificate("a.b." + base);
        String wild = certificate("*." + base);
        String stays = certificate(base);
        JsonObject criteria = named("**." + base);

        Answer previewed = preview(first.of("auditor", team), criteria);
        JsonObject preview = AdminClient.ok(previewed);
        assertThat(preview.getInt("certificates")).isEqualTo(3);
        assertThat(preview.getJsonArray("first").getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("id"))
                .containsExactlyInAnyOrder(one, deep, wild);
        // one more that was not shown, and one that somebody else ends meanwhile
        String late = certificate("late." + base);
        AdminClient.ok(revoke(administrator, deep, "superseded"));

        JsonObject begun = AdminClient.created(begin(criteria, "cessationOfOperation", preview.getString("preview")));
        JsonObject ended = ended(begun.getString("id"));
        assertThat(ended.getInt("certificates")).isEqualTo(3);
        assertThat(ended.getInt("revoked")).isEqualTo(2);
        assertThat(ended.getInt("alreadyRevoked")).isEqualTo(1);
        assertThat(ended.getInt("left")).isZero();
        assertThat(ended.getJsonObject("criteria")).isEqualTo(criteria);
        for (String id : List.of(one, wild)) {
            assertThat(AdminClient.ok(administrator.get("/certificates/" + id)).getString("reason"))
                    .isEqualTo("cessationOfOperation");
        }
        for (String id : List.of(stays, late)) {
            assertThat(AdminClient.ok(administrator.get("/certificates/" + id)).getString("status"))
                    .isEqualTo("valid");
        }
        String id = begun.getString("id");
        assertThat(first.awaitAudited("mass-revocation-ended", id))
                .asString()
                .contains("\"revoked\":2", "\"alreadyRevoked\":1");
        assertThat(first.awaitAudited("mass-revocation-begun", id))
                .asString()
                .contains("\"name\":\"**." + base, "cessationOfOperation");
        assertThat(first.awaitAudited("certificate-withdrawn", id))
                .asString()
                .contains(one, wild)
                .doesNotContain(deep);
        assertThat(AdminClient.ok(
                                administrator.get("/revocations?authority=" + authority.getString("id") + "&limit=200"))
                        .toString())
                .contains(id);
    }

    /** An account's, with a compromised key: it gets no other certificate. */
    @Test
    void whatAnAccountOrderedIsRevokedWithItsKeys() throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.registered();
        KeyPair key = AcmeClient.newKey();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            Certified.get(client, responder, key, "acme." + base);
            JsonObject criteria = Json.createObjectBuilder()
                    .add("account", lastSegment(client.account()))
                    .build();
            JsonObject preview = AdminClient.ok(preview(administrator, criteria));
            assertThat(preview.getInt("certificates")).isEqualTo(1);
            ended(AdminClient.created(begin(criteria, "keyCompromise", preview.getString("preview")))
                    .getString("id"));
            String order = Clients.readyOrder(client, responder, "acme." + base);
            Clients.assertRefused(
                    client,
                    client.post(Clients.finalizeUrl(client, order), Csr.payload(key, "acme." + base)),
                    400,
                    "badCSR");
        }
    }

    @Test
    void provisionerAndTimesNarrow() throws IOException, InterruptedException {
        certificate("time." + base);
        JsonObject at =
                criteria().add("provisioner", provisioner.getString("id")).build();
        assertThat(AdminClient.ok(preview(administrator, at)).getInt("certificates"))
                .isEqualTo(1);
        for (JsonObjectBuilder none : List.of(
                criteria().add("issuedBefore", AdminClient.in(Duration.ofHours(-1))),
                criteria().add("issuedFrom", AdminClient.in(Duration.ofHours(1))))) {
            assertThat(AdminClient.ok(preview(
                                    administrator,
                                    none.add("provisioner", provisioner.getString("id"))
                                            .build()))
                            .getInt("certificates"))
                    .isZero();
        }
    }

    @Test
    void whatCannotBeRightIsRefused() throws IOException, InterruptedException {
        JsonObject criteria = named("*." + base);
        String token = AdminClient.ok(preview(administrator, criteria)).getString("preview");
        for (JsonObject bad : List.of(
                criteria().build(),
                named(""),
                named("*"),
                named("a.*.corp"),
                named("%"),
                named("10.0.0.0/8"),
                criteria().add("name", 7).build(),
                criteria().add("account", "x").build(),
                criteria().add("provisioner", "x").build(),
                criteria().add("issuedFrom", "yesterday").build(),
                criteria().add("serial", "00").build(),
                criteria()
                        .add("issuedFrom", "2027-01-02T00:00:00Z")
                        .add("issuedBefore", "2027-01-01T00:00:00Z")
                        .build())) {
            AdminClient.assertRefused(preview(administrator, bad), 400);
            AdminClient.assertRefused(begin(bad, "superseded", token), 400);
        }
        AdminClient.assertRefused(begin(criteria, "certificateHold", token), 400);
        AdminClient.assertRefused(begin(criteria, "4", token), 400);
        AdminClient.assertRefused(begin(criteria, "superseded", "x"), 400);
        AdminClient.assertRefused(administrator.post("/revocations", "{}"), 400);
        AdminClient.assertRefused(
                administrator.post(
                        "/revocations",
                        Json.createObjectBuilder()
                                .add("authority", authority.getString("id"))
                                .add("criteria", criteria)
                                .add("reason", "superseded")
                                .build()
                                .toString()),
                400);
        // a token of nothing, as old as can be, and one of other certificates
        AdminClient.assertRefused(begin(criteria, "superseded", "A".repeat(32)), 409);
        certificate("other." + base);
        Answer others = begin(
                named("*." + base),
                "superseded",
                AdminClient.ok(preview(administrator, named("x." + base))).getString("preview"));
        AdminClient.assertRefused(others, 409);
        assertThat(others.json().getString("detail")).contains("1 certificates", "Preview again");
        for (String key : List.of("account", "externalAccountKey")) {
            AdminClient.assertRefused(
                    preview(
                            administrator,
                            criteria()
                                    .add(key, AcmeClient.base64url(new byte[16]))
                                    .build()),
                    404);
        }
    }

    @Test
    void anotherTeamsAndWhatARoleForbids() throws IOException, InterruptedException {
        String id = certificate("theirs." + base);
        JsonObject criteria = named("*." + base);
        String token = AdminClient.ok(preview(administrator, criteria)).getString("preview");
        UUID stranger = UUID.fromString(
                AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                        .getString("id"));
        AdminClient other = first.of("authority-administrator", stranger);
        AdminClient.assertRefused(preview(other, criteria), 404);
        AdminClient.assertRefused(begin(other, criteria, "superseded", token), 404);
        AdminClient.assertRefused(revoke(other, id, "superseded"), 404);
        for (String role : List.of("auditor", "eab-operator")) {
            AdminClient.assertRefused(begin(first.of(role, team), criteria, "superseded", token), 403);
            AdminClient.assertRefused(revoke(first.of(role, team), id, "superseded"), 403);
        }
        assertThat(AdminClient.ok(administrator.get("/certificates/" + id)).getString("status"))
                .isEqualTo("valid");
    }

    /** R2, R3: one alone. */
    @Test
    void oneIsRevokedOnceForAReasonThatThereIs() throws IOException, InterruptedException {
        String id = certificate("single." + base);
        for (String reason : List.of("", "4", "cACompromise", "certificateHold", "removeFromCRL", "SUPERSEDED")) {
            AdminClient.assertRefused(revoke(administrator, id, reason), 400);
        }
        AdminClient.ok(revoke(administrator, id, "affiliationChanged"));
        AdminClient.assertRefused(revoke(administrator, id, "superseded"), 409);
        assertThat(AdminClient.ok(administrator.get("/certificates/" + id)).getString("reason"))
                .isEqualTo("affiliationChanged");
        AdminClient.assertRefused(revoke(administrator, AcmeClient.base64url(new byte[16]), "superseded"), 404);
        assertThat(first.awaitAudited("certificate-withdrawn", id))
                .asString()
                .contains("affiliationChanged")
                .doesNotContain("revocation\"");
    }

    private String certificate(String name) throws IOException, InterruptedException {
        return AdminClient.created(administrator.post(
                        "/manual-requests",
                        Json.createObjectBuilder()
                                .add("provisioner", provisioner.getString("id"))
                                .add("csr", AcmeClient.base64url(Csr.der(AcmeClient.newKey(), name)))
                                .build()
                                .toString()))
                .getString("certificate");
    }

    private Answer preview(AdminClient client, JsonObject criteria) throws IOException, InterruptedException {
        return client.post(
                "/revocations/preview",
                Json.createObjectBuilder()
                        .add("authority", authority.getString("id"))
                        .add("criteria", criteria)
                        .build()
                        .toString());
    }

    private Answer begin(JsonObject criteria, String reason, String preview) throws IOException, InterruptedException {
        return begin(administrator, criteria, reason, preview);
    }

    private Answer begin(AdminClient client, JsonObject criteria, String reason, String preview)
            throws IOException, InterruptedException {
        return client.post(
                "/revocations",
                Json.createObjectBuilder()
                        .add("authority", authority.getString("id"))
                        .add("criteria", criteria)
                        .add("reason", reason)
                        .add("preview", preview)
                        .build()
                        .toString());
    }

    private static Answer revoke(AdminClient client, String certificate, String reason)
            throws IOException, InterruptedException {
        return client.post("/certificates/" + certificate + "/revoke", "{\"reason\":\"%s\"}".formatted(reason));
    }

    private JsonObject ended(String id) throws IOException, InterruptedException {
        JsonObject revocation = AdminClient.ok(administrator.get("/revocations/" + id));
        for (int polls = 0; polls < 300 && !revocation.getString("status").equals("ended"); polls++) {
            Thread.sleep(100);
            revocation = AdminClient.ok(administrator.get("/revocations/" + id));
        }
        assertThat(revocation.getString("status")).isEqualTo("ended");
        return revocation;
    }

    private static JsonObject named(String pattern) {
        return criteria().add("name", pattern).build();
    }

    private static JsonObjectBuilder criteria() {
        return Json.createObjectBuilder();
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
