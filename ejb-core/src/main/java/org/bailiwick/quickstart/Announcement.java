package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.client.ShellWord;
import org.bailiwick.config.Settings;

/** What a running quick start tells people on the console, and scripts in {@code quickstart.json}. */
final class Announcement {

    private final RunningServer server;
    private final DataFolder data;
    private final Settings settings;

    Announcement(RunningServer server) {
        this.server = server;
        this.data = server.data();
        this.settings = server.settings();
    }

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Bailiwick is ready. Ctrl-C stops it; the next start finds its keys and certificates again.");
        lines.add("");
        lines.add("  ACME directory    " + server.directory());
        lines.add("  Start page        " + settings.url() + "/");
        lines.addAll(portal());
        lines.add("  Root certificate  " + data.root());
        lines.add("           SHA-256  " + fingerprint());
        lines.add("");
        lines.add("  A first certificate, in another terminal:");
        lines.add("");
        lines.add("  " + new CertbotCommand(data, server.directory(), settings.http01Port()).line());
        lines.add("");
        lines.add("  As administrator (docs/admin-api.md):");
        lines.add("");
        lines.add("  curl --cacert %s -H @%s %s/admin/api/caller"
                .formatted(
                        ShellWord.of(data.root()),
                        ShellWord.of(settings.adminTokenFile().orElseThrow()),
                        settings.url()));
        lines.add("");
        settings.testSwitches().forEach(on -> lines.add("  Test switch on: " + on + "."));
        lines.add("");
        return lines;
    }

    /** Who can log in at the first start; the password is in a file until somebody removes it. */
    private List<String> portal() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("  Portal            " + settings.url() + "/admin/");
        if (Files.exists(settings.portalPasswordFile())) {
            lines.add("          log in as " + Settings.QUICKSTART_ADMINISTRATOR + ", password "
                    + Files.readString(settings.portalPasswordFile()).strip() + " (unless you have changed it)");
        }
        return lines;
    }

    /** Written last of all, and in one piece: who sees it may use what it names. */
    void write() throws IOException {
        String json =
                """
                {
                  "directory": "%s",
                  "root": "%s",
                  "startPage": "%s/",
                  "pid": %d,
                  "http01Port": %d,
                  "tlsAlpn01Port": %d
                }
                """
                        .formatted(
                                server.directory(),
                                data.root().toString().replace("\\", "\\\\").replace("\"", "\\\""),
                                settings.url(),
                                server.pid(),
                                settings.http01Port(),
                                settings.tlsAlpn01Port());
        Path next = DataFolder.newFile(data.announcement());
        Files.writeString(next, json);
        Files.move(next, data.announcement(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String fingerprint() throws IOException {
        return CertificateChain.parse(Files.readString(data.chain())).rootSha256();
    }
}
