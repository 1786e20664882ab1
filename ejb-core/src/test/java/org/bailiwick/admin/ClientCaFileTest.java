package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("UnnecessaryAssignment") // no container here that would inject
class ClientCaFileTest {

    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    private final X509Certificate old = TestCertificate.of("CN=Old CA", END, true);
    private final X509Certificate next = TestCertificate.of("CN=Next CA", END, true);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("admin-ca.pem");
    }

    @Test
    void severalCasMayBeInOneFile() throws IOException {
        Files.writeString(file, TestCertificate.pem(old) + TestCertificate.pem(next));
        assertThat(ClientCaFile.read(settings(true))).containsExactly(old, next);
    }

    @Test
    void aFileThatIsMissingOrNoPemStopsTheStart() throws IOException {
        assertRefused("it cannot be read as certificates in PEM");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused("it cannot be read as certificates in PEM");
        Files.writeString(file, "");
        assertRefused("there is no certificate in it");
    }

    @Test
    void oneWhoseCertificateIsThereInsteadOfTheCasStopsTheStart() throws IOException {
        Files.writeString(
                file, TestCertificate.pem(old) + TestCertificate.pem(TestCertificate.of("CN=inventory", END, false)));
        assertRefused("is not a CA's");
    }

    /** Nobody need have one who lets nobody in by it; whoever does is stopped by the server, too. */
    @Test
    void itIsReadOnlyIfItIsUsed() {
        assertThat(ClientCaFile.read(settings(false))).isEmpty();
        ClientCas cas = new ClientCas();
        cas.settings = settings(false);
        assertThat(cas.load()).isEmpty();
        cas.settings = settings(true);
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(cas::load)
                .withMessageContaining(file.toString());
    }

    private Settings settings(boolean used) {
        return Settings.of(Map.of(
                "bailiwick.data", folder.toString(),
                "bailiwick.admin.client-certificates", Boolean.toString(used),
                "bailiwick.admin.client-ca", file.toString()));
    }

    private void assertRefused(String because) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ClientCaFile.read(settings(true)))
                .withMessageContaining("bailiwick.admin.client-ca")
                .withMessageContaining(file.toString())
                .withMessageContaining(because);
    }
}
