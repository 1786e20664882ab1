package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/** Certificate chains as clients get them: PEM, the leaf first (RFC 8555 §9.1). */
final class Chains {

    private Chains() {}

    static X509Certificate leaf(String pem) throws CertificateException {
        return all(pem).get(0);
    }

    static List<X509Certificate> all(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** The DNS names of a certificate; it has no others. */
    static List<String> names(X509Certificate certificate) throws CertificateException {
        assertThat(certificate.getSubjectAlternativeNames())
                .allSatisfy(name -> assertThat(name.get(0)).isEqualTo(2));
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> (String) name.get(1))
                .toList();
    }

    /** Validates a chain up to a root (RFC 5280 §6). */
    static void requireLeadsTo(Path root, String pem) throws IOException, GeneralSecurityException {
        X509Certificate anchor = leaf(Files.readString(root));
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        trust.setRevocationEnabled(false);
        List<? extends Certificate> chain = all(pem);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), trust);
    }
}
