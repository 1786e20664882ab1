package org.bailiwick.admin;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

/**
 * A certificate by which an administrator's program is let in. Whether its key is there and its chain leads to a trusted CA
 * is TLS's business; here it is only recognised, as a whole: another certificate for the same key is another credential
 * (docs/adr/0029).
 */
public final class ClientCertificate implements Credential {

    /** RFC 7468 §3, strictly: explanatory text around it might be taken for a part of what is registered. */
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");

    private final X509Certificate certificate;
    private final String sha256;

    private ClientCertificate(X509Certificate certificate, byte[] der) {
        this.certificate = certificate;
        this.sha256 = Sha256.hexadecimal(der);
    }

    /** One that was shown in a TLS handshake. */
    public static ClientCertificate of(X509Certificate certificate) {
        return new ClientCertificate(certificate, encoded(certificate));
    }

    /**
     * One that somebody wants to register.
     *
     * @param pem it alone, without those above it
     * @throws AdminException {@code INVALID} if it is anything else
     */
    public static ClientCertificate parse(String pem) {
        Matcher block = PEM.matcher(pem);
        if (block.matches()) {
            try {
                byte[] der = Base64.getDecoder().decode(block.group(1).replaceAll("\\s", ""));
                X509Certificate certificate = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
                // the factory takes more than it reads, as PKCS#7 and what follows the end
                if (Arrays.equals(der, encoded(certificate))) {
                    return new ClientCertificate(certificate, der);
                }
            } catch (CertificateException | IllegalArgumentException unreadable) {
                // said below
            }
        }
        throw AdminException.invalid("The member \"certificate\" must be one certificate in PEM, from"
                + " -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and nothing else: not those above it, no key,"
                + " no text around it.");
    }

    /** Of the DER. */
    @Override
    public String sha256() {
        return sha256;
    }

    /** Whom it names, fit for a list: printable ASCII, and no more than 101 characters of it. */
    public String subject() {
        return ClientCertificateName.of(certificate);
    }

    /** Whether it is a CA's, whose key signs certificates and lets nobody in. */
    boolean isOfCa() {
        return ClientCertificateChecks.isOfCa(certificate);
    }

    /**
     * Demands that it can come in, and outlasts what it is to permit, so that nobody need look at its end later.
     *
     * @param expires when what it permits ends
     * @throws AdminException {@code INVALID}
     */
    void requireFitAt(Instant now, Instant expires) {
        ClientCertificateChecks.require(certificate);
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(begin)) {
            throw AdminException.invalid("This certificate is not valid before %s; register it then.".formatted(begin));
        }
        if (expires.isAfter(end)) {
            throw AdminException.invalid("\"expires\" must not be after the certificate's own end, %s.".formatted(end));
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("it came encoded", impossible);
        }
    }
}
