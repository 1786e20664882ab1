package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bailiwick.config.InvalidSettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCasTest {

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
        assertThat(ClientCas.read(file)).containsExactly(old, next);
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

    private void assertRefused(String because) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> ClientCas.read(file))
                .withMessageContaining("bailiwick.admin.client-ca")
                .withMessageContaining(file.toString())
                .withMessageContaining(because);
    }
}
