package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/**
 * The key of the token that keeps the secrets of external account keys: another one takes its place. The server is stopped
 * for that, and what was recorded until then is signed.
 */
@OwnServers
class SecretRotationIT {

    private static final String NEXT = "secrets-2";

    @Test
    void theLogIsSignedAtTheStopAndTheNextKeyTakesOverAndUntilItIsThereEverythingElseGoesOn()
            throws IOException, InterruptedException {
        JsonObject first;
        JsonObject second;
        AcmeClient last;
        try (RunningServer server = TestServers.start("rotation", Map.of())) {
            BoundDirectory directory = new BoundDirectory(server, "new-account-required");
            first = directory.key();
            second = directory.key();
            last = Clients.registeredAt(server);
        }
        try (RunningServer server = TestServers.start("rotation", Map.of("bailiwick.token.secrets-key", NEXT))) {
            AuditExport export = AuditExport.by(AdminClient.first(server));
            assertThat(export.signed().events("account-created", last)).hasSize(1);
            assertThat(export.verify(server)).isEqualTo(0);
            BoundDirectory directory = new BoundDirectory(server, "new-account-required");

            // a server whose token lacks the key starts, serves, and says what to do
            assertThat(Clients.registeredAt(server)
                            .newOrder("rotation.localhost")
                            .status())
                    .isEqualTo(201);
            Answer refused = directory.keyWanted();
            AdminClient.assertRefused(refused, 503);
            assertThat(refused.json().getString("detail"))
                    .contains("There is no secret key labelled \"" + NEXT + "\"", "generate secret --label " + NEXT);
            assertThat(BoundDirectory.newAccount(at(server, first), first).status())
                    .isEqualTo(201);

            generate(server);

            AdminClient administrator = directory.administrator();
            JsonObject rotated = AdminClient.ok(administrator.post("/external-account-keys/rotate-secrets"));
            assertThat(rotated.toString()).contains("\"" + NEXT + "\"", ":1");
            assertThat(AdminClient.ok(administrator.post("/external-account-keys/rotate-secrets"))
                            .toString())
                    .contains(":0");
            assertThat(BoundDirectory.newAccount(at(server, second), second).status())
                    .isEqualTo(201);
            directory.registered(directory.key());
        }
    }

    /** A client of the directory that a key is for. */
    private static AcmeClient at(RunningServer server, JsonObject key) throws IOException, InterruptedException {
        String name = AdminClient.ok(AdminClient.first(server).get("/provisioners/" + key.getString("provisioner")))
                .getString("name");
        return new AcmeClient(ProvisionersIT.directory(server, name), server.root());
    }

    /** The ceremony, beside the running server. */
    private static void generate(RunningServer server) throws IOException, InterruptedException {
        Path token = server.settings().data().resolve("token");
        Path output = Files.createTempFile("ceremony", ".txt");
        ProcessBuilder ceremony = new ProcessBuilder(
                        "sh",
                        SharedServer.project().resolve("hsm-config/ceremony.sh").toString(),
                        "generate",
                        "secret",
                        "--label",
                        NEXT,
                        "--library",
                        server.settings().tokenLibrary().toString(),
                        "--token",
                        server.settings().tokenLabel(),
                        "--pin-file",
                        server.settings().tokenPinFile().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        ceremony.environment()
                .put("SOFTHSM2_CONF", token.resolve("softhsm2.conf").toString());
        int status = ceremony.start().waitFor();
        assertThat(status).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("generated secret key: secret key \"" + NEXT + "\"; AES-256");
    }
}
