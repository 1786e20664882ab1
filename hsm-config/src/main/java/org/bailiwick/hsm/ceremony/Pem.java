package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** The files that are carried to and from a ceremony: PEM (RFC 7468). A file that exists is never overwritten. */
final class Pem {

    private static final String REQUEST = "CERTIFICATE REQUEST";

    private Pem() {}

    static List<X509Certificate> readCertificates(Path file) throws IOException {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("There is no certificate in " + file + ".");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("The certificates in " + file + " cannot be read.", e);
        }
    }

    static byte[] readRequest(Path file) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(REQUEST)) {
                throw new IllegalArgumentException("There is no PEM \"" + REQUEST + "\" in " + file + ".");
            }
            return object.getContent();
        }
    }

    static void writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate of our own cannot be encoded", e);
            }
        }
        write(file, text.toString());
    }

    static void writeRequest(Path file, byte[] der) throws IOException {
        write(file, pem(REQUEST, der));
    }

    /** To be called before the token does anything: what it has done cannot be taken back if the file cannot be written. */
    static void requireNew(Path file) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("The file " + file + " exists; choose another.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new IllegalArgumentException("The file " + file + " cannot be written there.");
        }
    }

    private static void write(Path file, String text) throws IOException {
        try {
            Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("The file " + file + " exists; choose another.", e);
        }
    }

    private static String pem(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot be written to", e);
        }
        return text.toString();
    }
}
