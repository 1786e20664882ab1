package org.bailiwick.ca;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bailiwick.acme.Problem;

/** A second opinion on a chain, by the platform's path validation: it had no part in ours. */
final class PathValidation {

    private PathValidation() {}

    /**
     * Demands that it accepts a chain.
     *
     * @param sorted the lowest first; the last one is the trust anchor
     * @throws IllegalArgumentException with a clause
     */
    static void require(List<X509Certificate> sorted, Instant now) {
        int last = sorted.size() - 1;
        if (last == 0) {
            return;
        }
        try {
            List<X509Certificate> platform = new ArrayList<>();
            for (X509Certificate certificate : sorted) {
                platform.add(CertificateChain.platformRead(CertificateChain.encoded(certificate)));
            }
            PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(platform.get(last), null)));
            trust.setRevocationEnabled(false);
            trust.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(platform.subList(0, last)), trust);
        } catch (CertPathValidatorException refused) {
            X509Certificate certificate = sorted.get(Math.max(refused.getIndex(), 0));
            throw new IllegalArgumentException(
                    "the certificate of \"%s\" does not pass path validation (RFC 5280 §6: %s)"
                            .formatted(
                                    UploadedChain.shown(certificate.getSubjectX500Principal()),
                                    Problem.printable(String.valueOf(refused.getReason()))),
                    refused);
        } catch (GeneralSecurityException | IllegalStateException unusable) {
            throw new IllegalArgumentException("it does not pass path validation (RFC 5280 §6)", unusable);
        } catch (RuntimeException unforeseen) {
            // the JDK fails so where two certificates permit different names of a kind (its GeneralSubtrees.intersect)
            throw new IllegalArgumentException(
                    "Java's path validation (RFC 5280 §6) cannot work with it, as where the name constraints of two certificates have no name in common",
                    unforeseen);
        }
    }
}
