package org.bailiwick.quickstart;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.ceremony.Ceremonies;
import org.bailiwick.hsm.softhsm.SoftHsmToken;

/** The first key ceremony: a root, an issuing key, one for secrets and one for the audit log, and certificates in files. */
final class FirstKeys {

    /** The label of the root's key. */
    static final String ROOT = "root";

    /** For processes that end before a second compiler, or a second thread that collects garbage, is worth its while. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final DataFolder data;
    private final SoftHsmToken token;
    private final Map<String, String> environment;
    private final Path ceremonyHome;
    private final URI httpUrl;
    private final String issuingKey;
    private final String secretsKey;
    private final String auditKey;

    /** @param environment what the ceremony's processes have beside this one's */
    FirstKeys(
            DataFolder data,
            SoftHsmToken token,
            Path ceremonyHome,
            Settings settings,
            Map<String, String> environment) {
        this.environment = environment;
        this.data = data;
        this.token = token;
        this.ceremonyHome = ceremonyHome;
        this.httpUrl = settings.httpUrl();
        this.issuingKey = settings.authorityKey();
        this.secretsKey = settings.tokenSecretsKey();
        this.auditKey = settings.auditKey();
    }

    /** Holds the ceremony, as far as it was not held. */
    void make() throws IOException, InterruptedException {
        if (!Files.exists(data.chain()) && !data.holdsMoreThanKeys()) {
            makeAll();
            return;
        }
        if (!Files.exists(data.chain())) {
            restoreChain();
        }
        makeSecretsKey();
        makeAuditKey();
    }

    private void makeAll() throws IOException, InterruptedException {
        QuickStart.say("Making keys in the token " + data.token());
        String subject = "CN=Bailiwick Quick Start Issuing CA";
        Path request = data.ca().resolve("issuing.csr");
        Path chain = Files.createTempDirectory(data.ca(), "ceremony").resolve("chain.pem");
        ceremony(List.of(
                List.of(
                        "generate",
                        "root",
                        "--label=" + ROOT,
                        "--subject=CN=Bailiwick Quick Start Root",
                        "--out=" + data.root()),
                List.of("generate", "issuing", "--label=" + issuingKey, "--subject=" + subject),
                List.of("csr", "--label=" + issuingKey, "--subject=" + subject, "--out=" + request),
                secretsKey(),
                auditKey("generate", "audit")));
        noteSecretsKey();
        IssuerUrls root = IssuerUrls.of(
                httpUrl, CertificateChain.parse(Files.readString(data.root())).keyFingerprint());
        ceremony(List.of(
                List.of(
                        "sign",
                        "--label=" + ROOT,
                        "--csr=" + request,
                        "--crl-url=" + root.crl(),
                        "--issuer-url=" + root.certificate(),
                        "--out=" + chain),
                List.of("import", "--label=" + issuingKey, "--chain=" + chain)));
        Files.move(chain, data.chain());
        Files.delete(Objects.requireNonNull(chain.getParent()));
    }

    /** A folder that is older than the key for secrets gets one. */
    private void makeSecretsKey() throws IOException, InterruptedException {
        if (!Files.exists(secretsKeyNote())) {
            ceremony(List.of(secretsKey()));
            noteSecretsKey();
        }
    }

    private List<String> secretsKey() {
        return List.of("generate", "secret", "--label=" + secretsKey, "--unless-present");
    }

    /**
     * That a key for secrets was made is noted: it costs time to ask the token, and the key after it is made by whoever
     * rotates (docs/external-account-binding.md).
     */
    private Path secretsKeyNote() {
        return data.ca().resolve("secrets-key");
    }

    private void noteSecretsKey() throws IOException {
        Path next = DataFolder.newFile(secretsKeyNote());
        Files.writeString(next, secretsKey + "\n");
        Files.move(next, secretsKeyNote(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A folder that is older than the audit key gets one; a file that was lost comes back from the token. */
    private void makeAuditKey() throws IOException, InterruptedException {
        if (!Files.exists(data.auditKey()) && !performs(List.of(auditKey("export")))) {
            ceremony(List.of(auditKey("generate", "audit")));
        }
    }

    private List<String> auditKey(String... command) {
        return Stream.concat(Stream.of(command), Stream.of("--label=" + auditKey, "--out=" + data.auditKey()))
                .toList();
    }

    /** A CA that may have issued keeps its keys; the token has the chain as well. */
    private void restoreChain() throws IOException, InterruptedException {
        Path next = DataFolder.newFile(data.chain());
        try {
            if (!succeeds(
                    ChainInToken.class.getName(),
                    List.of(
                            token.token().library().toString(),
                            token.token().tokenLabel(),
                            token.token().pinFile().toString(),
                            issuingKey,
                            next.toString()))) {
                throw new QuickStartException(
                        "the chain %s is missing, and the token does not give it back, see above. Keep the folder %s: this CA may have issued certificates. Its database has the chain too, in the table issuer, column chain: write it into that file and start again."
                                .formatted(data.chain(), data.path()));
            }
            String root = CertificateChain.parse(Files.readString(next)).rootPem();
            if (!Files.exists(data.root())) {
                Files.writeString(data.root(), root);
            }
            Files.move(next, data.chain());
            QuickStart.say("The chain %s was missing; it is there again, from the token.".formatted(data.chain()));
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private void ceremony(List<List<String>> commands) throws IOException, InterruptedException {
        if (!performs(commands)) {
            throw new QuickStartException(
                    data.holdsMoreThanKeys()
                            ? "the key ceremony failed, see above. Keep the folder %s: this CA may have issued certificates. Mend that and start again."
                                    .formatted(data.path())
                            : "the key ceremony failed, see above. Nothing was issued yet: mend that, remove the folder %s and start again."
                                    .formatted(data.path()));
        }
    }

    /** In one process: that each starts would be most of the time that the first start takes. */
    private boolean performs(List<List<String>> commands) throws IOException, InterruptedException {
        List<String> options = List.of(
                "--library=" + token.token().library(),
                "--token=" + token.token().tokenLabel(),
                "--pin-file=" + token.token().pinFile());
        return succeeds(Ceremonies.class.getName(), Ceremonies.arguments(commands, options));
    }

    private boolean succeeds(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(RunningServer.PKCS11_OPTIONS);
        words.addAll(SHORT_LIVED);
        words.addAll(List.of("-cp", classPath(), program));
        words.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().putAll(environment);
        builder.environment().putAll(token.environment());
        return builder.start().waitFor() == 0;
    }

    /** The ceremony tool with its libraries, and where this class is. */
    private String classPath() {
        try {
            Path own = Path.of(FirstKeys.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return ceremonyHome.resolve("*") + File.pathSeparator + own;
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a class that was loaded is somewhere", impossible);
        }
    }
}
