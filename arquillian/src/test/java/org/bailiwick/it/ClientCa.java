package org.bailiwick.it;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An enterprise's CA for the client certificates of administrators. */
final class ClientCa {

    private static final X500Principal NAME = new X500Principal("CN=Administrators of Corp");
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair key = AcmeClient.newKey();
    private final X509Certificate certificate =
            issue(NAME, key, true, now().minus(Duration.ofDays(1)), now().plus(Duration.ofDays(365)));

    /** Its certificate in PEM, for a setting. */
    Path writeTo(Path file) throws IOException {
        return Files.writeString(file, pem(certificate));
    }

    /** A certificate that is valid for a month. */
    Client client(String name) {
        return client(name, now().minus(Duration.ofHours(1)), now().plus(Duration.ofDays(31)));
    }

    Client client(String name, Instant from, Instant to) {
        KeyPair own = AcmeClient.newKey();
        return new Client(own, issue(new X500Principal("CN=" + name), own, false, from, to));
    }

    /** The CA itself, as if it were a client. */
    Client itself() {
        return new Client(key, certificate);
    }

    /**
     * What a client has.
     *
     * @param certificate issued by the CA itself
     */
    record Client(KeyPair key, X509Certificate certificate) {

        String pem() {
            return ClientCa.pem(certificate);
        }

        /** The key in PEM, PKCS#8. */
        String keyPem() {
            return ClientCa.pem("PRIVATE KEY", key.getPrivate().getEncoded());
        }

        /** A TLS context that shows it to whoever asks for one of that CA's name, and trusts a server's root. */
        SSLContext context(RunningServer server) throws IOException {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                PrivateKey secret = key.getPrivate();
                store.setKeyEntry("client", secret, new char[0], new X509Certificate[] {certificate});
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(store, new char[0]);
                KeyStore roots = KeyStore.getInstance("PKCS12");
                roots.load(null, null);
                roots.setCertificateEntry("root", Chains.leaf(Files.readString(server.root())));
                TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
                trust.init(roots);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private X509Certificate issue(X500Principal subject, KeyPair own, boolean ca, Instant from, Instant to) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    NAME,
                                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                                    Date.from(from),
                                    Date.from(to),
                                    subject,
                                    own.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(X509Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), what);
    }

    private static Instant now() {
        return Clock.systemUTC().instant();
    }
}
