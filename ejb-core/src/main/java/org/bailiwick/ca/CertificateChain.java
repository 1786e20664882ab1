package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bailiwick.hash.Sha256;

/**
 * A chain of certificates in which each is signed by the next (RFC 5280 §6.1), down from an issuing or end-entity
 * certificate; up to the root, or to a CA below it when the root is another's. A certificate at its end that names itself
 * as issuer is a root: signed by itself.
 *
 * <p>The constructor checks names, signatures, cA, keyCertSign and path lengths; it knows no clock and asks nobody about
 * revocation.
 *
 * @param certificates at least one, the lowest first
 */
public record CertificateChain(List<X509Certificate> certificates) {

    private static final int KEY_CERT_SIGN = 5;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final Base64.Encoder LINES_OF_64 =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    public CertificateChain {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
        certificates = certificates.stream().map(CertificateChain::reread).toList();
        requireLinks(certificates);
    }

    /**
     * A chain from its stored octets.
     *
     * @param certificates DER, the lowest first
     * @throws IllegalArgumentException if one is no certificate, or a link does not hold
     */
    public static CertificateChain ofDer(List<byte[]> certificates) {
        return new CertificateChain(
                certificates.stream().map(CertificateChain::read).toList());
    }

    /** The lowest certificate: an issuer's own chain begins with the certificate that it issues with. */
    public X509Certificate first() {
        return certificates.get(0);
    }

    /**
     * A chain from PEM.
     *
     * @param pem certificates, the lowest first; text between them is ignored
     * @throws IllegalArgumentException if there is none, one is unreadable, or a link does not hold
     */
    public static CertificateChain parse(String pem) {
        return ofDer(BLOCK.matcher(pem)
                .results()
                .map(block -> Base64.getMimeDecoder().decode(block.group(1)))
                .toList());
    }

    /**
     * Demands that all of it is valid at a moment.
     *
     * @throws IllegalArgumentException if one is not yet, or no longer
     */
    public void requireValidAt(Instant moment) {
        for (X509Certificate certificate : certificates) {
            Instant from = certificate.getNotBefore().toInstant();
            Instant to = certificate.getNotAfter().toInstant();
            if (moment.isBefore(from) || moment.isAfter(to)) {
                throw broken(certificate, "is valid from %s to %s only, and it is %s".formatted(from, to, moment));
            }
        }
    }

    /**
     * This chain, if what the other's first certificate issues is issued by this one's as well: it has the same name and
     * the same key.
     *
     * @throws IllegalArgumentException if it has not
     */
    public CertificateChain requireAlternativeTo(CertificateChain other) {
        if (!first().getSubjectX500Principal().equals(other.first().getSubjectX500Principal())
                || !first().getPublicKey().equals(other.first().getPublicKey())) {
            throw broken(
                    first(),
                    "is not of the same name and key as that of \"%s\""
                            .formatted(other.first().getSubjectX500Principal()));
        }
        return this;
    }

    /**
     * The certificate that ends first, the lowest of several. When it has ended nothing below it is valid any more, so that
     * nothing may be issued for longer (RFC 5280 §6.1.3 (a) (2)). A root counts as long as it is in the chain: RFC 5280 does not
     * look at the validity of a trust anchor, but most who verify do.
     */
    public X509Certificate firstToEnd() {
        X509Certificate first = first();
        for (X509Certificate certificate : certificates) {
            if (certificate
                    .getNotAfter()
                    .toInstant()
                    .isBefore(first.getNotAfter().toInstant())) {
                first = certificate;
            }
        }
        return first;
    }

    /** The last second at which all of it is valid. */
    public Instant end() {
        return firstToEnd().getNotAfter().toInstant();
    }

    /** The lowest certificate, DER. */
    public byte[] firstDer() {
        return encoded(first());
    }

    /** All of it, each DER. */
    public List<byte[]> der() {
        return certificates.stream().map(CertificateChain::encoded).toList();
    }

    /** The lowest certificate as PEM. */
    public String firstPem() {
        return pem(encoded(first()));
    }

    /** The fingerprint of the lowest certificate's key, as that certificate has it. */
    public KeyFingerprint keyFingerprint() {
        return KeyFingerprint.of(first().getPublicKey().getEncoded());
    }

    /** The highest certificate as PEM: what relying parties trust. */
    public String rootPem() {
        return pem(encoded(highest()));
    }

    /** The highest certificate, DER. */
    public byte[] rootDer() {
        return encoded(highest());
    }

    /** The highest certificate's SHA-256 fingerprint: upper-case hexadecimal pairs, separated by colons. */
    public String rootSha256() {
        return sha256(highest());
    }

    /** A certificate's SHA-256 fingerprint, in the same form. */
    public static String sha256(X509Certificate certificate) {
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(Sha256.of(encoded(certificate)));
    }

    /** The highest certificate: a root, unless that was left out. */
    public X509Certificate highest() {
        return certificates.get(certificates.size() - 1);
    }

    /** All of it as {@code application/pem-certificate-chain} (RFC 8555 §9.1), lines end in LF. */
    public String pem() {
        StringBuilder pem = new StringBuilder();
        certificates.forEach(certificate -> pem.append(pem(encoded(certificate))));
        return pem.toString();
    }

    /**
     * What a client downloads (RFC 8555 §7.4.2, §9.1): its certificate and this issuer's chain. A root is left out, since
     * who trusts it has it, unless it is all that there is: clients take a chain of one for a mistake.
     *
     * @param issued DER of a certificate that the first of this chain issued
     */
    public String pemFor(byte[] issued) {
        StringBuilder pem = new StringBuilder(pem(issued));
        withoutRoot().forEach(certificate -> pem.append(pem(encoded(certificate))));
        return pem.toString();
    }

    /** The same as certificates, for a TLS server's key store. */
    public List<X509Certificate> chainFor(byte[] issued) {
        return Stream.concat(Stream.of(read(issued)), withoutRoot().stream()).toList();
    }

    private List<X509Certificate> withoutRoot() {
        int last = certificates.size() - 1;
        return last > 0 && isSelfIssued(certificates.get(last)) ? certificates.subList(0, last) : certificates;
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + LINES_OF_64.encodeToString(der) + "\n-----END CERTIFICATE-----\n";
    }

    private static void requireLinks(List<X509Certificate> certificates) {
        int authoritiesBelow = 0;
        for (int i = 0; i < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            if (i > 0) {
                requireIssued(certificate, certificates.get(i - 1), authoritiesBelow);
            }
            // RFC 5280 §4.2.1.9: self-issued certificates and the end entity do not count.
            if (isAuthority(certificate) && !isSelfIssued(certificate)) {
                authoritiesBelow++;
            }
        }
        X509Certificate last = certificates.get(certificates.size() - 1);
        if (isSelfIssued(last)) {
            requireSignature(last, last);
        }
    }

    private static void requireIssued(X509Certificate issuer, X509Certificate subject, int authoritiesBelow) {
        if (!isAuthority(issuer)) {
            throw broken(subject, "is signed by a certificate that is not a CA's");
        }
        if (issuer.getBasicConstraints() < authoritiesBelow) {
            throw broken(subject, "is deeper than its issuer's path length allows");
        }
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            throw broken(subject, "is followed by a certificate of another name than its issuer's");
        }
        requireSignature(subject, issuer);
    }

    private static void requireSignature(X509Certificate subject, X509Certificate issuer) {
        try {
            VerifiedSignatures.require(subject, issuer);
        } catch (GeneralSecurityException notSigned) {
            throw new IllegalArgumentException(
                    "the certificate of \"%s\" is not signed by the one that follows"
                            .formatted(subject.getSubjectX500Principal()),
                    notSigned);
        }
    }

    /** Whether a certificate may sign others (RFC 5280 §6.1.4 (k) and (n)). */
    static boolean isAuthority(X509Certificate certificate) {
        boolean[] keyUsage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (keyUsage == null || keyUsage[KEY_CERT_SIGN]);
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
    }

    private static IllegalArgumentException broken(X509Certificate subject, String clause) {
        return new IllegalArgumentException(
                "the certificate of \"%s\" %s".formatted(subject.getSubjectX500Principal(), clause));
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }

    private static X509Certificate reread(X509Certificate certificate) {
        return read(encoded(certificate));
    }

    /** A certificate as the platform's own parser reads it, which knows nothing of what built it. */
    static X509Certificate platformRead(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new IllegalStateException("what is a certificate cannot be read by the platform", unreadable);
        }
    }

    static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException notACertificate) {
            throw new IllegalArgumentException("not an X.509 certificate", notACertificate);
        }
    }
}
