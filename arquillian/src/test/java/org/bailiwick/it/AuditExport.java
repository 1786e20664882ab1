package org.bailiwick.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.quickstart.RunningServer;

/**
 * The audit log as it is exported for auditors.
 *
 * @param lines of events and checkpoints
 */
record AuditExport(List<String> lines) {

    private static final String CHECKPOINT = "{\"v\":1,\"checkpoint\":";

    /** All that there is now. */
    static AuditExport by(AdminClient auditor) throws IOException, InterruptedException {
        return new AuditExport(auditor.get("/audit/export").body().lines().toList());
    }

    /** Waits until an event is in it: they are linked a moment after they were recorded. */
    static AuditExport awaitEvent(AdminClient auditor, String kind, AcmeClient client)
            throws IOException, InterruptedException {
        AuditExport export = by(auditor);
        for (int polls = 0; export.events(kind, client).isEmpty() && polls < 300; polls++) {
            Thread.sleep(100);
            export = by(auditor);
        }
        return export;
    }

    /** The events of a kind that tell of a client's account. */
    List<String> events(String kind, AcmeClient client) {
        return events(kind, client.account().substring(client.account().lastIndexOf('/') + 1));
    }

    /** The events of a kind that have a word in them. */
    List<String> events(String kind, String word) {
        return lines.stream()
                .filter(line -> line.contains("\"kind\":\"" + kind + "\"") && line.contains(word))
                .toList();
    }

    /** What is signed: up to the last checkpoint. */
    AuditExport signed() {
        return new AuditExport(lines.subList(0, indexOfLastCheckpoint() + 1));
    }

    String lastCheckpoint() {
        return lines.get(indexOfLastCheckpoint());
    }

    private int indexOfLastCheckpoint() {
        int index = lines.size() - 1;
        while (index >= 0 && !lines.get(index).startsWith(CHECKPOINT)) {
            index--;
        }
        return index;
    }

    /**
     * Has the jar that is given to auditors look at it.
     *
     * @param server whose log it is to be
     * @param more options of that program
     * @return its exit code
     */
    int verify(RunningServer server, String... more) throws IOException, InterruptedException {
        Path file = Files.createTempFile("export", ".ndjson");
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    verifier().toString(),
                    Files.write(file, lines).toString(),
                    "--key",
                    server.settings().data().resolve("audit-key.pem").toString()));
            command.addAll(List.of(more));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            System.out.println(report);
            return process.waitFor();
        } finally {
            Files.delete(file);
        }
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
