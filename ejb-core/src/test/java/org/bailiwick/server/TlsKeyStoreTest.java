package org.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsKeyStoreTest {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("server.p12");
    }

    @Test
    void aReplacedKeyStoreHasTheNewCertificateAndNothingIsLeftBesideIt() throws Exception {
        KeyPair key = newKey();
        X509Certificate next = selfSigned(key, "next");
        write("server", newKey());
        TlsKeyStore.open(file, PASSWORD).replace(key.getPrivate(), List.of(next));
        assertThat(TlsKeyStore.open(file, PASSWORD).certificate()).isEqualTo(next);
        assertThat(files()).containsExactly(file);
    }

    @Test
    void anotherAliasIsRefusedWithASentence() throws Exception {
        write("tomcat", newKey());
        assertThatThrownBy(() -> TlsKeyStore.open(file, PASSWORD))
                .isInstanceOf(KeyStoreException.class)
                .hasMessage("The key store %s has no entry with the alias server;".formatted(file)
                        + " give the server's TLS key and certificate that alias.");
    }

    @Test
    void aReplacementThatFailsLeavesNoPrivateKeyBehind() throws Exception {
        KeyPair key = newKey();
        write("server", key);
        TlsKeyStore store = TlsKeyStore.open(file, PASSWORD);
        // a folder with something in it: no file can be moved into its place
        Files.delete(file);
        Files.createDirectory(file);
        Files.createFile(file.resolve("in-the-way"));
        assertThatThrownBy(() -> store.replace(key.getPrivate(), List.of(store.certificate())))
                .isInstanceOf(FileSystemException.class);
        assertThat(files()).containsExactly(file);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void write(String alias, KeyPair key) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, key.getPrivate(), PASSWORD, new Certificate[] {selfSigned(key, "first")});
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    private static X509Certificate selfSigned(KeyPair key, String commonName) throws Exception {
        X500Principal name = new X500Principal("CN=" + commonName);
        Date now = Date.from(Clock.systemUTC().instant());
        Date tomorrow = Date.from(now.toInstant().plus(Duration.ofDays(1)));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, tomorrow, name, key.getPublic())
                                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }
}
