package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.quickstart.RunningServer;

/**
 * {@code openssl cmp}: a registration authority that nobody here wrote.
 *
 * @param server where the CA is
 * @param folder where its files are
 * @param path of its URL, as {@code cmp/internal/branch}
 * @param id of it at the CA
 * @param secret by which it enrols
 */
record CmpClient(RunningServer server, Path folder, String path, String id, String secret) {

    /** Its own certificate and key, once it has enrolled. */
    static final String OWN = "ra";

    /** How {@code openssl} is given one as an argument. */
    private static final String PASSWORD = "pass:";

    /**
     * What a run came to.
     *
     * @param command what was run, without the secret
     * @param status of the process
     * @param printed what it wrote
     */
    record Run(String command, int status, String printed) {

        Run requireGood() {
            assertThat(status).as(this::transcript).isZero();
            return this;
        }

        Run requireRefused(String failure) {
            assertThat(status).as(this::transcript).isNotZero();
            assertThat(printed).as(command).contains(failure);
            return this;
        }

        private String transcript() {
            return "$ " + command + "\n" + printed;
        }
    }

    /** A provisioner for registration authorities, of the authority of the quick start. */
    static String provisioner(AdminClient administrator) throws IOException, InterruptedException {
        return AdminClient.created(administrator.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"ra-%s\",\"kind\":\"ra\"}"
                                .formatted(
                                        administrator
                                                .named("/authorities", "internal")
                                                .getString("id"),
                                        unique())))
                .getString("id");
    }

    /** A new one at the shared server, which has not enrolled. */
    static CmpClient registered(AdminClient administrator, String provisioner, Path folder)
            throws IOException, InterruptedException {
        return registered(SharedServer.get(), administrator, provisioner, folder);
    }

    /** A new one, which has not enrolled. */
    static CmpClient registered(RunningServer server, AdminClient administrator, String provisioner, Path folder)
            throws IOException, InterruptedException {
        JsonObject made = AdminClient.created(administrator.post(
                "/registration-authorities",
                "{\"provisioner\":\"%s\",\"name\":\"branch-%s\"}".formatted(provisioner, unique())));
        String url = made.getString("url");
        return new CmpClient(
                server,
                Files.createDirectories(folder.resolve(made.getString("name"))),
                url.substring(url.indexOf("/cmp/") + 1),
                made.getString("id"),
                made.getString("secret"));
    }

    /** The id of the request by which one that has enrolled got its certificate. */
    static String ownRequest(AdminClient administrator, CmpClient enrolled) throws IOException, InterruptedException {
        return AdminClient.ok(administrator.get("/relayed-requests?registrationAuthority=" + enrolled.id()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
    }

    /** The same with another secret. */
    CmpClient with(String other) {
        return new CmpClient(server, folder, path, id, other);
    }

    /** The same at another path. */
    CmpClient at(String other) {
        return new CmpClient(server, folder, other, id, secret);
    }

    /** Enrols by the secret: {@code ra.pem}, {@code ra.key}. */
    CmpClient enrolled() throws IOException, InterruptedException {
        key(OWN);
        enrol(OWN).requireGood();
        return this;
    }

    /** Asks for a first certificate for a key, by the secret. */
    Run enrol(String name, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cmd",
                "ir",
                "-ref",
                "branch",
                "-secret",
                PASSWORD + secret,
                "-mac",
                "hmacWithSHA256",
                "-newkey",
                name + ".key",
                "-subject",
                "/CN=ignored",
                "-certout",
                name + ".pem"));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    /** Signs by its own certificate. */
    Run signed(String command, String... more) throws IOException, InterruptedException {
        return signedBy(OWN, command, more);
    }

    /** Signs by a certificate. */
    Run signedBy(String signer, String command, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cmd",
                command,
                "-cert",
                signer + ".pem",
                "-key",
                signer + ".key",
                "-trusted",
                server.root().toString(),
                // the CA's key signs, which is for certificates and CRLs (docs/adr/0042)
                "-ignore_keyusage"));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private Run run(List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "cmp", "-config", ""));
        command.addAll(more);
        command.addAll(List.of("-path", path, "-unprotected_errors", "-keep_alive", "0"));
        if (!more.contains("-server")) {
            command.addAll(List.of("-server", "localhost:" + server.settings().httpPort()));
        }
        Path output = folder.resolve("openssl.out");
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        Run run = new Run(withoutSecret(command), status, Files.readString(output));
        System.out.println(run.transcript());
        return run;
    }

    private static String withoutSecret(List<String> command) {
        return command.stream()
                .map(argument -> argument.startsWith(PASSWORD) ? PASSWORD + "***" : argument)
                .collect(Collectors.joining(" "));
    }

    /** A new key: {@code <name>.key}, PKCS#8. */
    void key(String name) throws IOException, InterruptedException {
        new OpenSsl(folder)
                .run("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", name + ".key");
    }

    /** A new key and a request for a name: {@code <file>.key}, {@code <file>.csr}. */
    void request(String file, String name) throws IOException, InterruptedException {
        new OpenSsl(folder)
                .run(
                        "req",
                        "-new",
                        "-nodes",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-keyout",
                        file + ".key",
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=DNS:" + name,
                        "-out",
                        file + ".csr");
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
