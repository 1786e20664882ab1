package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bailiwick.hsm.softhsm.SoftHsmToken;

/** The first key ceremony: a root and an issuing key in the token, and the chain in a file. */
final class FirstKeys {

    private final DataFolder data;
    private final SoftHsmToken token;
    private final Path ceremonyHome;
    private final String issuingKey;

    FirstKeys(DataFolder data, SoftHsmToken token, Path ceremonyHome, String issuingKey) {
        this.data = data;
        this.token = token;
        this.ceremonyHome = ceremonyHome;
        this.issuingKey = issuingKey;
    }

    /** Holds the ceremony, unless there is a chain already. */
    void make() throws IOException, InterruptedException {
        if (Files.exists(data.chain())) {
            return;
        }
        QuickStart.say("Making a root and an issuing key in the token " + data.token());
        String subject = "CN=Bailiwick Quick Start Issuing CA";
        Path request = data.ca().resolve("issuing.csr");
        Path chain = Files.createTempDirectory(data.ca(), "ceremony").resolve("chain.pem");
        ceremony("generate", "root", "--label=root", "--subject=CN=Bailiwick Quick Start Root", "--out=" + data.root());
        ceremony("generate", "issuing", "--label=" + issuingKey, "--subject=" + subject);
        ceremony("csr", "--label=" + issuingKey, "--subject=" + subject, "--out=" + request);
        ceremony("sign", "--label=root", "--csr=" + request, "--out=" + chain);
        ceremony("import", "--label=" + issuingKey, "--chain=" + chain);
        Files.move(chain, data.chain());
        Files.delete(Objects.requireNonNull(chain.getParent()));
    }

    private void ceremony(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(RunningServer.PKCS11_OPTIONS);
        words.addAll(List.of("-cp", ceremonyHome.resolve("*").toString(), "org.bailiwick.hsm.ceremony.Ceremony"));
        words.addAll(List.of(command));
        words.addAll(List.of(
                "--library", token.token().library().toString(),
                "--token", token.token().tokenLabel(),
                "--pin-file", token.token().pinFile().toString()));
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().putAll(token.environment());
        if (builder.start().waitFor() != 0) {
            throw new QuickStartException(
                    "the key ceremony failed, see above. Nothing was issued yet: mend that, remove the folder %s and start again."
                            .formatted(data.path()));
        }
    }
}
