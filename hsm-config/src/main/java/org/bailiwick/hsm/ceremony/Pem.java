package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** What is in the files of a ceremony: PEM (RFC 7468), and DER where other tools like it better. */
final class Pem {

    private static final String REQUEST = "CERTIFICATE REQUEST";

    private Pem() {}

    /** @param file where they come from, for the message */
    static List<X509Certificate> certificates(byte[] content, Path file) {
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
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

    /** PEM or DER. */
    static X509CRL crl(byte[] content, Path file) {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(content));
        } catch (CertificateException | CRLException e) {
            throw new IllegalArgumentException("There is no CRL in " + file + " that can be read.", e);
        }
    }

    static byte[] request(byte[] content, Path file) throws IOException {
        try (PemReader reader = new PemReader(new StringReader(new String(content, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals(REQUEST)) {
                throw new IllegalArgumentException("There is no PEM \"" + REQUEST + "\" in " + file + ".");
            }
            return object.getContent();
        }
    }

    static byte[] ofCertificates(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate of our own cannot be encoded", e);
            }
        }
        return octets(text.toString());
    }

    static byte[] ofRequest(byte[] der) {
        return octets(pem(REQUEST, der));
    }

    static byte[] ofCrl(byte[] der) {
        return octets(pem("X509 CRL", der));
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
