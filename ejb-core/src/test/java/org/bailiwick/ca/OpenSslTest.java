package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another's eyes: OpenSSL reads and verifies what we issue. Says so and is skipped where there is no OpenSSL. */
class OpenSslTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = SignatureScheme.class,
            names = {"ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "RSA_PKCS1_SHA256", "RSA_PSS_SHA256"})
    void opensslVerifiesTheChainAndReadsTheFields(SignatureScheme scheme) throws IOException, InterruptedException {
        TestAuthority authority = TestAuthority.of(scheme);
        CertificateIssuer issuer = authority.issuer();
        SerialNumber serial = SerialNumber.random();
        IssuedCertificate issued = issuer.issue(issuer.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("a.corp"), new IpIdentifier("fd00::1")),
                SoftwareSigner.rsa(2048).getPublic(),
                RequestedValidity.NONE,
                serial,
                Instant.parse("2026-03-01T12:00:00Z")));
        Path leaf = write("leaf.pem", authority.chain().pemFor(issued.der()));
        List<X509Certificate> above = authority.chain().certificates();
        Path issuing = write("issuing.pem", new CertificateChain(above.subList(0, 1)).pem());
        Path root = write("root.pem", new CertificateChain(above.subList(1, 2)).pem());
        String text = openssl("x509", "-noout", "-text", "-serial", "-in", leaf.toString());
        assertThat(text.replaceAll(" +", " ").replace(" = ", "="))
                .contains("serial=" + serial.hex().toUpperCase(Locale.ROOT))
                .contains("Version: 3 (0x2)")
                .contains("Not Before: Mar 1 11:00:00 2026 GMT")
                .contains("Not After : May 30 10:59:59 2026 GMT")
                .contains("Subject: CN=a.corp")
                .contains("DNS:a.corp, IP Address:FD00:0:0:0:0:0:0:1")
                .contains("X509v3 Basic Constraints: critical\n CA:FALSE")
                .contains("X509v3 Key Usage: critical\n Digital Signature, Key Encipherment")
                .contains("TLS Web Server Authentication");
        assertThat(openssl(
                        "verify",
                        "-x509_strict",
                        "-purpose",
                        "sslserver",
                        "-attime",
                        "1772400000",
                        "-verify_hostname",
                        "a.corp",
                        "-CAfile",
                        root.toString(),
                        "-untrusted",
                        issuing.toString(),
                        leaf.toString()))
                .endsWith("OK\n");
    }

    private Path write(String name, String pem) throws IOException {
        return Files.writeString(directory.resolve(name), pem, StandardCharsets.US_ASCII);
    }

    private String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException missing) {
            System.out.println("OpenSslTest is skipped: no openssl here (" + missing.getMessage() + ")");
            return abort("no openssl");
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output);
    }
}
