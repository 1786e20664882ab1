package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients do is in the export, and the verifier, which needs no server, finds whatever is done to that. */
class AuditIT {

    private static final String NAME = "audited.localhost";
    private static final String FORBIDDEN = "audited.example.com";

    @TempDir
    Path folder;

    @Test
    void whatClientsDoIsExportedAndWhateverIsDoneToTheExportIsFound()
            throws IOException, InterruptedException, GeneralSecurityException {
        RunningServer server = SharedServer.get();
        AcmeClient client = Clients.registered();
        Certified certified;
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            certified = Certified.get(client, responder, NAME);
        }
        Clients.assertRefused(client, client.newOrder(FORBIDDEN), 400, "rejectedIdentifier");
        Answer revoked = client.post(client.url("revokeCert"), certified.revocation(4));
        assertThat(revoked.status()).isEqualTo(200);

        String serial = certified.certificate().getSerialNumber().toString(16);
        List<String> export = exportWithCheckpointAfter("certificate-revoked", serial);
        String account = id(client);
        assertThat(events(export, account, "account-created")).hasSize(1);
        assertThat(events(export, account, "order-created"))
                .singleElement()
                .asString()
                .contains(NAME);
        assertThat(events(export, account, "authorization-validated"))
                .singleElement()
                .asString()
                .contains(NAME, "http-01");
        assertThat(events(export, account, "certificate-issued"))
                .singleElement()
                .asString()
                .contains(serial);
        assertThat(events(export, account, "request-refused"))
                .singleElement()
                .asString()
                .contains(FORBIDDEN, "rejectedIdentifier", "new-order", "127.0.0.1");
        assertThat(events(export, account, "certificate-revoked"))
                .singleElement()
                .asString()
                .contains("superseded");

        assertThat(verify(server, export)).isEqualTo(0);
        assertThat(Files.readString(server.settings().data().resolve("log").resolve("server.log")))
                .as("a copy of each checkpoint is in the log")
                .contains(lastCheckpoint(export));
        tampering().forEach(tampering -> assertThat(verify(server, tampered(export, tampering)))
                .isEqualTo(1));
        List<String> cut = export.subList(0, export.size() / 2);
        assertThat(verify(server, cut, "--checkpoint", file("kept", List.of(lastCheckpoint(export)))))
                .isEqualTo(1);
    }

    @Test
    void whatWasRecordedIsSignedWhenTheServerStopsAndIsThereWhenItDies() throws IOException, InterruptedException {
        String first;
        String second;
        try (RunningServer server = TestServers.start("audit", Map.of())) {
            first = id(Clients.registeredAt(server));
        }
        try (RunningServer server = TestServers.start("audit", Map.of())) {
            List<String> export = export(AdminClient.first(server));
            int signed = indexOfLastCheckpoint(export);
            assertThat(events(export.subList(0, signed + 1), first, "account-created"))
                    .hasSize(1);
            second = id(Clients.registeredAt(server));
            server.kill();
        }
        try (RunningServer server = TestServers.start("audit", Map.of())) {
            AdminClient auditor = AdminClient.first(server);
            List<String> export = export(auditor);
            for (int polls = 0; events(export, second, "account-created").isEmpty() && polls < 100; polls++) {
                Thread.sleep(100);
                export = export(auditor);
            }
            assertThat(events(export, second, "account-created")).hasSize(1);
            assertThat(verify(server, export)).isEqualTo(0);
        }
    }

    private static String id(AcmeClient client) {
        return client.account().substring(client.account().lastIndexOf('/') + 1);
    }

    private static List<String> export(AdminClient auditor) throws IOException, InterruptedException {
        return Arrays.asList(auditor.get("/audit/export").body().split("\n"));
    }

    private Stream<Consumer<List<String>>> tampering() {
        return Stream.of(
                lines -> lines.remove(indexOf(lines, "certificate-revoked")),
                lines -> lines.remove(0),
                lines -> replace(lines, "rejectedIdentifier", "rejectedIdentifiers"),
                lines -> replace(lines, NAME, "another.localhost"),
                lines -> replace(lines, "\"signature\":\"ME", "\"signature\":\"MD"),
                lines -> Collections.swap(lines, 1, 2),
                lines -> lines.add(3, lines.get(2)),
                lines -> lines.add("{}"));
    }

    private static List<String> tampered(List<String> export, Consumer<List<String>> tampering) {
        List<String> lines = new ArrayList<>(export);
        tampering.accept(lines);
        assertThat(lines).isNotEqualTo(export);
        return lines;
    }

    private static void replace(List<String> lines, String from, String to) {
        lines.replaceAll(line -> line.replace(from, to));
    }

    private static int indexOf(List<String> lines, String kind) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("\"kind\":\"" + kind + "\"")) {
                return i;
            }
        }
        throw new AssertionError("no " + kind);
    }

    /** Events are linked a moment after they were recorded, and signed a little later: up to a checkpoint behind one of them. */
    private static List<String> exportWithCheckpointAfter(String kind, String fact)
            throws IOException, InterruptedException {
        AdminClient auditor = AdminClient.first().of("auditor", null);
        for (int polls = 0; polls < 300; polls++) {
            List<String> lines = export(auditor);
            int signed = indexOfLastCheckpoint(lines);
            boolean there = lines.subList(0, signed + 1).stream()
                    .anyMatch(line -> line.contains("\"kind\":\"" + kind + "\"") && line.contains(fact));
            if (there) {
                return lines.subList(0, signed + 1);
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no checkpoint comes after " + kind + " " + fact);
    }

    private static int indexOfLastCheckpoint(List<String> lines) {
        int index = lines.size() - 1;
        while (index >= 0 && !lines.get(index).startsWith("{\"v\":1,\"checkpoint\":")) {
            index--;
        }
        return index;
    }

    private static String lastCheckpoint(List<String> lines) {
        return lines.get(indexOfLastCheckpoint(lines));
    }

    private static List<String> events(List<String> export, String account, String kind) {
        return export.stream()
                .filter(line -> line.contains("\"kind\":\"" + kind + "\"") && line.contains(account))
                .toList();
    }

    /** The exit code of the jar that is given to auditors. */
    private int verify(RunningServer server, List<String> export, String... more) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    verifier().toString(),
                    file("export", export),
                    "--key",
                    server.settings().data().resolve("audit-key.pem").toString()));
            command.addAll(List.of(more));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(report);
            return process.waitFor();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new AssertionError(asked);
        }
    }

    private String file(String name, List<String> lines) throws IOException {
        return Files.write(folder.resolve(name), lines).toString();
    }

    private static Path verifier() throws IOException {
        try (Stream<Path> built =
                Files.list(SharedServer.project().resolve("ejb-core").resolve("target"))) {
            return built.filter(path -> path.toString().endsWith("-audit-verifier.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
