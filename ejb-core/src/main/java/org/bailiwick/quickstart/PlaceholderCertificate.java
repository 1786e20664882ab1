package org.bailiwick.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A self-signed certificate that the server's HTTPS listener can begin with, before its own authority runs and gives it a
 * real one.
 */
final class PlaceholderCertificate {

    private PlaceholderCertificate() {}

    static void make(Path keyStore, String password, String host) throws IOException {
        if (Files.exists(keyStore)) {
            return;
        }
        Path next = DataFolder.newFile(keyStore);
        try (OutputStream out = Files.newOutputStream(next)) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair key = generator.generateKeyPair();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", key.getPrivate(), password.toCharArray(), new Certificate[] {selfSigned(key, host)});
            store.store(out, password.toCharArray());
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("this JDK cannot make a P-256 key in a PKCS12 file", impossible);
        }
        Files.move(next, keyStore, StandardCopyOption.ATOMIC_MOVE);
    }

    private static X509Certificate selfSigned(KeyPair key, String host)
            throws GeneralSecurityException, OperatorCreationException {
        X500Principal name = new X500Principal("CN=" + host);
        Date now = Date.from(Clock.systemUTC().instant());
        Date tomorrow = Date.from(now.toInstant().plus(Duration.ofDays(1)));
        return new JcaX509CertificateConverter()
                .getCertificate(
                        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, tomorrow, name, key.getPublic())
                                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
    }
}
