package org.bailiwick.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.UUID;

/**
 * The data folder of a server that has no CA's keys, as an RA (docs/deployment.md, B): nothing there signs its TLS certificate,
 * so its administrator has put one into the PKCS12 file.
 */
final class KeylessServer {

    private KeylessServer() {}

    /**
     * Makes it before the server's first start.
     *
     * @param tls signs the TLS certificate; its root is what clients of the server trust
     */
    static void prepare(Path folder, ForeignCa tls) throws IOException {
        Path own = Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(own.resolve("root.pem"), tls.pem());
        // where a chain is the quick start makes no root and no CA, but the keys for secrets and for the audit log
        Files.writeString(Files.createDirectory(own.resolve("ca")).resolve("chain.pem"), tls.pem());
        Path keys = Files.createDirectory(own.resolve("tls"));
        String password = UUID.randomUUID().toString();
        Files.writeString(keys.resolve("password"), password);
        write(keys.resolve("server.p12"), password.toCharArray(), tls);
    }

    private static void write(Path file, char[] password, ForeignCa tls) throws IOException {
        KeyPair key = AcmeClient.newKey();
        Certificate[] chain = {tls.signed(tls.draft(key.getPublic(), "localhost"))};
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key.getPrivate(), password, chain);
            store.store(out, password);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
