package org.bailiwick.admin;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import org.bailiwick.acme.Problem;
import org.bailiwick.hash.Sha256;

/**
 * A certificate by which an administrator's program is let in. Whether its key is there and its chain leads to a trusted CA
 * is TLS's business; here it is only recognised, as a whole: another certificate for the same key is another credential
 * (docs/adr/0029).
 */
public final class ClientCertificate implements Credential {

    private final X509Certificate certificate;
    private final String sha256;

    private ClientCertificate(X509Certificate certificate, byte[] der) {
        this.certificate = certificate;
        this.sha256 = Sha256.hexadecimal(der);
    }

    /** One that was shown in a TLS handshake. */
    public static ClientCertificate of(X509Certificate certificate) {
        try {
            return new ClientCertificate(certificate, certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("it came encoded", impossible);
        }
    }

    /**
     * One that somebody wants to register.
     *
     * @param pem it alone, without those above it
     * @throws AdminException {@code INVALID} if it is anything else
     */
    public static ClientCertificate parse(String pem) {
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
            if (found.size() == 1 && found.iterator().next() instanceof X509Certificate certificate) {
                return of(certificate);
            }
        } catch (CertificateException unreadable) {
            // said below
        }
        throw AdminException.invalid(
                "The member \"certificate\" must be one certificate in PEM, without those above it and without its key.");
    }

    /** Of the DER. */
    @Override
    public String sha256() {
        return sha256;
    }

    /** Whom it names, fit for a list: printable ASCII, and no more than 101 characters of it. */
    String subject() {
        return Problem.printable(certificate.getSubjectX500Principal().getName());
    }

    /**
     * Demands that it outlasts what it is to permit, so that nobody need look at its end later.
     *
     * @throws AdminException {@code INVALID}
     */
    void requireValidUntil(Instant expires) {
        Instant end = certificate.getNotAfter().toInstant();
        if (expires.isAfter(end)) {
            throw AdminException.invalid("\"expires\" must not be after the certificate's own end, %s.".formatted(end));
        }
    }
}
