package org.bailiwick.ca;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.Problem;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Certificates that somebody says are the chain of a CA of ours: nothing about them is believed. They may come in any order,
 * with the root or without; each must have its place, and what comes out is in the order of RFC 8555 §9.1.
 *
 * <p>Every refusal is an {@code IllegalArgumentException} whose message is a clause that names the certificate.
 */
public final class UploadedChain {

    /** Hierarchies have two or three levels. */
    private static final int MOST_CERTIFICATES = 10;

    /** In characters: what the database keeps. */
    static final int LONGEST = 100_000;

    private static final int RSA_MINIMUM_BITS = 2048;
    private static final int KEY_CERT_SIGN = 5;
    private static final int CRL_SIGN = 6;

    private static final String BEGIN = "-----BEGIN ";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END ([A-Z0-9 ]{1,40})-----");

    /** What path validation of RFC 5280 §6 knows, and extended key usage, which it leaves to whoever uses the path. */
    private static final Set<String> KNOWN_CRITICAL = Set.of(
            Extension.basicConstraints.getId(),
            Extension.keyUsage.getId(),
            Extension.extendedKeyUsage.getId(),
            Extension.nameConstraints.getId(),
            Extension.certificatePolicies.getId(),
            Extension.policyMappings.getId(),
            Extension.policyConstraints.getId(),
            Extension.inhibitAnyPolicy.getId(),
            Extension.subjectAlternativeName.getId());

    private final List<X509Certificate> certificates;

    private UploadedChain(List<X509Certificate> certificates) {
        this.certificates = certificates;
    }

    /**
     * Reads them.
     *
     * @param pem certificates in any order; text between them is ignored
     */
    public static UploadedChain parse(String pem) {
        if (pem.length() > LONGEST) {
            throw new IllegalArgumentException("it has more than %d characters".formatted(LONGEST));
        }
        List<X509Certificate> read = new ArrayList<>();
        Set<X509Certificate> seen = new HashSet<>();
        Matcher block = BLOCK.matcher(pem);
        int end = 0;
        while (block.find()) {
            requireNoBlock(pem.substring(end, block.start()));
            end = block.end();
            if (read.size() == MOST_CERTIFICATES) {
                throw new IllegalArgumentException("it has more than %d certificates".formatted(MOST_CERTIFICATES));
            }
            X509Certificate certificate = read(block, read.size() + 1);
            if (!seen.add(certificate)) {
                throw broken(certificate, "is there twice");
            }
            read.add(certificate);
        }
        requireNoBlock(pem.substring(end));
        if (read.isEmpty()) {
            throw new IllegalArgumentException("there is no certificate in it; write PEM (RFC 7468)");
        }
        return new UploadedChain(List.copyOf(read));
    }

    /** A block that does not end would be passed over, and be missed later. */
    private static void requireNoBlock(String between) {
        if (between.contains(BEGIN)) {
            throw new IllegalArgumentException("it has a PEM block that is not one of RFC 7468, or does not end");
        }
    }

    private static X509Certificate read(Matcher block, int number) {
        String type = block.group(1);
        if (type.endsWith("PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "there is a private key in it, which nobody but its owner may have; it was not kept");
        }
        if (!type.equals("CERTIFICATE") || !block.group(3).equals(type)) {
            throw new IllegalArgumentException("PEM block %d is not a CERTIFICATE".formatted(number));
        }
        try {
            byte[] der = Base64.getDecoder().decode(block.group(2).replaceAll("\\s", ""));
            DistinguishedEncoding.read(der);
            X509Certificate certificate = CertificateChain.read(der);
            if (certificate.getPublicKey() == null) {
                throw broken(certificate, "has a key of a kind that is not known here");
            }
            return certificate;
        } catch (EncodingException notDer) {
            throw new IllegalArgumentException(
                    "certificate %d cannot be read: %s".formatted(number, notDer.clause()), notDer);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "certificate %d cannot be read: %s".formatted(number, unreadable.getMessage()), unreadable);
        }
    }

    /** What was read, in the order in which it came. */
    List<X509Certificate> certificates() {
        return certificates;
    }

    /**
     * The chain up from the certificate of a key, in order, all of it checked: that it is a CA's which may issue and sign
     * CRLs; names, signatures and key identifiers; path lengths and name constraints; that it is valid now; that nobody in
     * it has a weak key or signs with a broken hash; and that nothing is in it that we do not understand or that has no
     * place.
     *
     * @param key the key that is in the token
     * @param now the moment at which it must be valid
     */
    public CertificateChain of(PublicKey key, Instant now) {
        try {
            return checked(key, now);
        } catch (IllegalStateException | ClassCastException unreadable) {
            throw new IllegalArgumentException(
                    "it has a certificate with something in it that cannot be read", unreadable);
        }
    }

    private CertificateChain checked(PublicKey key, Instant now) {
        List<X509Certificate> sorted = upFrom(ofKey(key));
        requireOwnName(sorted.get(sorted.size() - 1));
        for (X509Certificate certificate : certificates) {
            if (!sorted.contains(certificate)) {
                throw broken(
                        certificate,
                        "has no place in the chain: remove it (serial number %s)"
                                .formatted(certificate.getSerialNumber().toString(16)));
            }
        }
        sorted.forEach(UploadedChain::requireSound);
        requireSigner(sorted);
        requireIssuing(sorted.get(0));
        for (int i = 1; i < sorted.size(); i++) {
            requireKeyIdentifier(sorted.get(i - 1), sorted.get(i));
        }
        CertificateChain chain = new CertificateChain(sorted);
        chain.requireValidAt(now);
        requireReadableConstraints(chain);
        PathValidation.require(sorted, now);
        PermittedPurposes.of(chain).requireSome();
        PermittedPolicies.of(chain).requireSome();
        return chain;
    }

    /**
     * Demands that a chain is that of a name.
     *
     * @param subject what was asked for
     */
    public static void requireSubject(CertificateChain chain, X500Principal subject) {
        if (!chain.first().getSubjectX500Principal().equals(subject)) {
            throw broken(chain.first(), "has another subject than was asked for, \"%s\"".formatted(shown(subject)));
        }
    }

    private X509Certificate ofKey(PublicKey key) {
        List<X509Certificate> own = certificates.stream()
                .filter(certificate -> Arrays.equals(certificate.getPublicKey().getEncoded(), key.getEncoded()))
                .toList();
        if (own.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of its %d certificates is for the key in the token; the first is that of \"%s\""
                            .formatted(
                                    certificates.size(),
                                    shown(certificates.get(0).getSubjectX500Principal())));
        }
        if (own.size() > 1) {
            throw broken(own.get(1), "is the second for the key in the token: send one chain");
        }
        return own.get(0);
    }

    /** Each is followed by the one that has its issuer's name and signed it, as far as there is one. */
    private List<X509Certificate> upFrom(X509Certificate first) {
        List<X509Certificate> chain = new ArrayList<>(List.of(first));
        Optional<X509Certificate> next = issuerOf(first);
        while (next.isPresent()) {
            X509Certificate issuer = next.get();
            if (chain.contains(issuer)) {
                throw broken(issuer, "is issued by what it has issued: the chain goes in a circle");
            }
            chain.add(issuer);
            next = issuerOf(issuer);
        }
        return chain;
    }

    private Optional<X509Certificate> issuerOf(X509Certificate certificate) {
        if (CertificateChain.isSelfIssued(certificate)) {
            return Optional.empty();
        }
        List<X509Certificate> named = certificates.stream()
                .filter(other -> other.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .toList();
        List<X509Certificate> signers = named.stream()
                .filter(other -> VerifiedSignatures.isSigned(certificate, other))
                .toList();
        if (!named.isEmpty() && signers.isEmpty()) {
            throw broken(
                    certificate,
                    "is not signed by that of \"%s\", which has its issuer's name"
                            .formatted(shown(named.get(0).getSubjectX500Principal())));
        }
        if (signers.size() > 1) {
            throw broken(signers.get(1), "is the second that can follow: send one chain");
        }
        return signers.stream().findFirst();
    }

    /** What names itself as issuer is taken for a root by everybody, and then must have signed itself. */
    private static void requireOwnName(X509Certificate last) {
        if (CertificateChain.isSelfIssued(last) && !VerifiedSignatures.isSigned(last, last)) {
            throw broken(
                    last,
                    "has its issuer's name, as a root has, and is not signed by its own key: give it another name than the CA's that certifies it");
        }
    }

    /** What is demanded of each. */
    static void requireSound(X509Certificate certificate) {
        if (certificate.getVersion() != 3) {
            throw broken(certificate, "is not of version 3");
        }
        AlgorithmIdentifier signature =
                Certificate.getInstance(CertificateChain.encoded(certificate)).getSignatureAlgorithm();
        if (!SignatureAlgorithms.isSound(signature)) {
            throw broken(
                    certificate,
                    "is signed with %s; only ECDSA and RSA with SHA-256, SHA-384 or SHA-512 and Ed25519 are accepted. If it is the root, leave it out"
                            .formatted(Problem.printable(SignatureAlgorithms.nameOf(signature))));
        }
        if (certificate.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < RSA_MINIMUM_BITS) {
            throw broken(certificate, "has an RSA key of less than %d bits".formatted(RSA_MINIMUM_BITS));
        }
        requireKnownCurve(certificate);
        Set<String> unknown =
                new HashSet<>(Objects.requireNonNullElse(certificate.getCriticalExtensionOIDs(), Set.of()));
        unknown.removeAll(KNOWN_CRITICAL);
        if (!unknown.isEmpty()) {
            throw broken(
                    certificate,
                    "has the critical extension %s, which is not known here"
                            .formatted(unknown.iterator().next()));
        }
        if (!CertificateChain.isAuthority(certificate)) {
            throw broken(certificate, "is not a CA's (basicConstraints, keyUsage)");
        }
        boolean critical = Objects.requireNonNullElse(certificate.getCriticalExtensionOIDs(), Set.of())
                .contains(Extension.basicConstraints.getId());
        // RFC 5280 §4.2.1.9; roots from before are there, and nobody asks a trust anchor
        if (!critical && !CertificateChain.isSelfIssued(certificate)) {
            throw broken(certificate, "has basicConstraints that are not critical (RFC 5280 §4.2.1.9)");
        }
    }

    /** Java's path validation knows no others, and takes the signatures of such a key for wrong ones. */
    private static void requireKnownCurve(X509Certificate certificate) {
        AlgorithmIdentifier key = Certificate.getInstance(CertificateChain.encoded(certificate))
                .getSubjectPublicKeyInfo()
                .getAlgorithm();
        if (key.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                && Arrays.stream(EllipticCurve.values())
                        .noneMatch(curve -> curve.identifier().equals(key.getParameters()))) {
            throw broken(
                    certificate,
                    "has a key on a curve that is not supported; only %s by name are"
                            .formatted(Arrays.stream(EllipticCurve.values())
                                    .map(EllipticCurve::word)
                                    .collect(Collectors.joining(", "))));
        }
    }

    /** What is demanded of the one that is to issue (RFC 5280 §4.2.1.2, §4.2.1.3). */
    private static void requireIssuing(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[KEY_CERT_SIGN] || !usage[CRL_SIGN]) {
            throw broken(certificate, "may not sign certificates and CRLs: its keyUsage needs keyCertSign and cRLSign");
        }
        if (keyIdentifier(certificate).isEmpty()) {
            throw broken(certificate, "has no subjectKeyIdentifier (RFC 5280 §4.2.1.2)");
        }
    }

    /** RFC 5280 §4.2.1.1: the one below says which key of the one above has signed it. */
    private static void requireKeyIdentifier(X509Certificate below, X509Certificate above) {
        byte[] named = value(below, Extension.authorityKeyIdentifier)
                .map(value -> AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets())
                .orElseThrow(() -> broken(below, "has no authorityKeyIdentifier (RFC 5280 §4.2.1.1)"));
        if (keyIdentifier(above).filter(its -> !Arrays.equals(its, named)).isPresent()) {
            throw broken(
                    below,
                    "has an authorityKeyIdentifier that is not the subjectKeyIdentifier of \"%s\""
                            .formatted(shown(above.getSubjectX500Principal())));
        }
    }

    private static Optional<byte[]> keyIdentifier(X509Certificate certificate) {
        return value(certificate, Extension.subjectKeyIdentifier)
                .map(value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
    }

    private static Optional<ASN1Primitive> value(X509Certificate certificate, ASN1ObjectIdentifier type) {
        byte[] extension = certificate.getExtensionValue(type.getId());
        if (extension == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DistinguishedEncoding.read(
                    ASN1OctetString.getInstance(extension).getOctets()));
        } catch (EncodingException notDer) {
            throw broken(certificate, "has the extension %s, which cannot be read".formatted(type));
        }
    }

    /** Nothing but the certificate of who signed it can verify one. */
    private static void requireSigner(List<X509Certificate> sorted) {
        X509Certificate first = sorted.get(0);
        if (sorted.size() == 1 && !first.getSubjectX500Principal().equals(first.getIssuerX500Principal())) {
            throw broken(
                    first,
                    "cannot be verified: the certificate of \"%s\", which signed it, is missing"
                            .formatted(shown(first.getIssuerX500Principal())));
        }
    }

    /** They are asked at each issuance; here they are read for the first time. */
    private static void requireReadableConstraints(CertificateChain chain) {
        try {
            NameConstraints.of(chain);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException unreadable) {
            throw new IllegalArgumentException("its name constraints cannot be read", unreadable);
        }
    }

    private static IllegalArgumentException broken(X509Certificate certificate, String clause) {
        return new IllegalArgumentException(
                "the certificate of \"%s\" %s".formatted(shown(certificate.getSubjectX500Principal()), clause));
    }

    static String shown(X500Principal name) {
        return Problem.printable(name.getName());
    }
}
