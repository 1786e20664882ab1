package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
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
        AuditExport export = exportWithCheckpointAfter("certificate-revoked", serial);
        assertThat(export.events("account-created", client)).hasSize(1);
        assertThat(export.events("order-created", client))
                .singleElement()
                .asString()
                .contains(NAME);
        assertThat(export.events("authorization-validated", client))
                .singleElement()
                .asString()
                .contains(NAME, "http-01");
        assertThat(export.events("certificate-issued", client))
                .singleElement()
                .asString()
                .contains(serial);
        assertThat(export.events("request-refused", client))
                .singleElement()
                .asString()
                .contains(FORBIDDEN, "rejectedIdentifier", "new-order", "127.0.0.1");
        assertThat(export.events("certificate-revoked", client))
                .singleElement()
                .asString()
                .contains("superseded");

        assertThat(export.verify(server)).isEqualTo(0);
        assertThat(Files.readString(server.settings().data().resolve("log").resolve("server.log")))
                .as("a copy of each checkpoint is in the log")
                .contains(export.lastCheckpoint());
        for (Consumer<List<String>> tampering : tampering()) {
            assertThat(tampered(export, tampering).verify(server)).isEqualTo(1);
        }
        AuditExport cut =
                new AuditExport(export.lines().subList(0, export.lines().size() / 2));
        Path kept = Files.writeString(folder.resolve("kept"), export.lastCheckpoint() + "\n");
        assertThat(cut.verify(server, "--checkpoint", kept.toString())).isEqualTo(1);
    }

    private static List<Consumer<List<String>>> tampering() {
        return List.of(
                lines -> lines.remove(indexOf(lines, "certificate-revoked")),
                lines -> lines.remove(0),
                lines -> replace(lines, "rejectedIdentifier", "rejectedIdentifiers"),
                lines -> replace(lines, NAME, "another.localhost"),
                lines -> replace(lines, "\"signature\":\"ME", "\"signature\":\"MD"),
                lines -> Collections.swap(lines, 1, 2),
                lines -> lines.add(3, lines.get(2)),
                lines -> lines.add("{}"));
    }

    private static AuditExport tampered(AuditExport export, Consumer<List<String>> tampering) {
        List<String> lines = new ArrayList<>(export.lines());
        tampering.accept(lines);
        assertThat(lines).isNotEqualTo(export.lines());
        return new AuditExport(lines);
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
    private static AuditExport exportWithCheckpointAfter(String kind, String fact)
            throws IOException, InterruptedException {
        AdminClient auditor = AdminClient.first().of("auditor", null);
        for (int polls = 0; polls < 300; polls++) {
            AuditExport signed = AuditExport.by(auditor).signed();
            if (!signed.events(kind, fact).isEmpty()) {
                return signed;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("no checkpoint comes after " + kind + " " + fact);
    }
}
