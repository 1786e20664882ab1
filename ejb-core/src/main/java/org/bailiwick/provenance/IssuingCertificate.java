package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bailiwick.ca.CertificateChain;

/**
 * A certificate above another.
 *
 * @param subject as RFC 4514 writes it
 * @param issuer as RFC 4514 writes it
 * @param notAfter its last second
 * @param sha256 its fingerprint: upper-case hexadecimal pairs, separated by colons
 */
public record IssuingCertificate(String subject, String issuer, Instant notAfter, String sha256)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Those of a chain, the lowest first. */
    static List<IssuingCertificate> of(CertificateChain chain) {
        return chain.certificates().stream().map(IssuingCertificate::of).toList();
    }

    /** Whether it has signed itself. */
    public boolean root() {
        return subject.equals(issuer);
    }

    private static IssuingCertificate of(X509Certificate certificate) {
        return new IssuingCertificate(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotAfter().toInstant(),
                CertificateChain.sha256(certificate));
    }
}
