package org.bailiwick.ca;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/**
 * What certificates below a chain may be for. RFC 5280 §4.2.1.12 leaves open what an extended key usage in a CA certificate
 * means; OpenSSL, GnuTLS, Windows and browsers take it for a limit to all that is below, and so do we. A root counts as long as
 * it is in the chain.
 *
 * @param purposes object identifiers; empty for all
 */
record PermittedPurposes(Optional<Set<String>> purposes) {

    static PermittedPurposes of(CertificateChain chain) {
        Set<String> permitted = null;
        for (X509Certificate certificate : chain.certificates()) {
            List<String> its = usages(certificate);
            if (its == null || its.contains(KeyPurposeId.anyExtendedKeyUsage.getId())) {
                continue;
            }
            if (permitted == null) {
                permitted = new TreeSet<>(its);
            } else {
                permitted.retainAll(its);
            }
        }
        return new PermittedPurposes(Optional.ofNullable(permitted));
    }

    private static @Nullable List<String> usages(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException unreadable) {
            throw new IllegalArgumentException(
                    "the certificate of \"%s\" has an extendedKeyUsage that cannot be read"
                            .formatted(certificate.getSubjectX500Principal()),
                    unreadable);
        }
    }

    /**
     * Demands that a profile can have one of them.
     *
     * @throws IllegalArgumentException with a clause
     */
    void requireSome() {
        purposes.ifPresent(permitted -> {
            if (permitted.stream().map(PermittedPurposes::known).allMatch(Optional::isEmpty)) {
                throw new IllegalArgumentException(
                        "nothing that is issued here could be used: its CA certificates are for %s (extendedKeyUsage), which no profile has"
                                .formatted(words(permitted)));
            }
        });
    }

    /** What is wrong with an end-entity certificate below. */
    Optional<String> finding(Extensions extensions) {
        return purposes.flatMap(permitted -> finding(extensions, permitted));
    }

    private static Optional<String> finding(Extensions extensions, Set<String> permitted) {
        String outside = Arrays.stream(org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(extensions)
                        .getUsages())
                .map(KeyPurposeId::getId)
                .filter(usage -> !permitted.contains(usage))
                .map(PermittedPurposes::word)
                .collect(Collectors.joining(", "));
        return outside.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the CA certificates of the issuer's chain are for %s (extendedKeyUsage), so that one for %s could not be used; use another profile"
                                .formatted(words(permitted), outside));
    }

    private static String words(Set<String> permitted) {
        return permitted.isEmpty()
                ? "no purpose that all of them have"
                : permitted.stream().map(PermittedPurposes::word).collect(Collectors.joining(", ")) + " only";
    }

    private static String word(String purpose) {
        return known(purpose).map(ExtendedKeyUsage::word).orElse(purpose);
    }

    private static Optional<ExtendedKeyUsage> known(String purpose) {
        return ExtendedKeyUsage.of(KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)));
    }
}
