package org.bailiwick.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** The PKCS12 file with the server's TLS key: read, replaced as a whole, and loaded again by the running server. */
final class TlsKeyStore {

    private static final String ALIAS = "server";

    private final Path file;
    private final char[] password;
    private final X509Certificate certificate;

    private TlsKeyStore(Path file, char[] password, X509Certificate certificate) {
        this.file = file;
        this.password = password;
        this.certificate = certificate;
    }

    /** Opens the file with the password that Elytron opens it with, too: it must be there, or the server does not start. */
    static TlsKeyStore open(Settings settings) throws GeneralSecurityException, IOException {
        String variable = Setting.TLS_PASSWORD.environmentVariable();
        String password = Objects.requireNonNull(System.getenv(variable), variable + " was demanded at the start");
        return open(settings.tlsKeystore(), password.toCharArray());
    }

    static TlsKeyStore open(Path file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return new TlsKeyStore(file, password, certificate);
        }
        throw new KeyStoreException(
                "The key store %s has no entry with the alias %s; give the server's TLS key and certificate that alias."
                        .formatted(file, ALIAS));
    }

    /** The certificate that the server shows now. */
    X509Certificate certificate() {
        return certificate;
    }

    /** Whether it names that host, as a DNS name or an address. */
    boolean isFor(String host) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null && names.stream().anyMatch(name -> host.equals(name.get(1)));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    /** Puts another key and chain in its place; a crash leaves the old file or the new one. */
    void replace(PrivateKey key, List<X509Certificate> chain) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry(ALIAS, key, password, chain.toArray(X509Certificate[]::new));
        Path folder = Objects.requireNonNull(file.getParent(), "the key store is a file in a folder");
        Path next = OwnerOnlyFile.create(folder, "server", ".p12");
        try {
            try (OutputStream out = Files.newOutputStream(next)) {
                store.store(out, password);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            // if that failed, a private key is in it
            Files.deleteIfExists(next);
        }
    }

    /**
     * Has the server load the file and show its certificate from the next handshake on.
     *
     * @return false if the server does not know its key store yet, because it is still booting
     */
    boolean loadIntoServer() throws IOException {
        return Elytron.manage("key-store=bailiwick", "load") && Elytron.manage("key-manager=bailiwick", "init");
    }
}
