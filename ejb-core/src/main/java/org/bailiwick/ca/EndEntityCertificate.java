package org.bailiwick.ca;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.SubjectName;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * A certificate as it was issued, or as somebody says it was: its signature is not looked at. It is one of ours if its
 * octets are stored, and not before; of one that is not only {@link #serial()} and {@link #der()} can be relied on not to
 * fail.
 *
 * <p>Immutable.
 */
public final class EndEntityCertificate {

    private final byte[] der;
    private final TBSCertificate tbs;
    private final SerialNumber serial;

    private EndEntityCertificate(byte[] der) throws EncodingException {
        this.der = der.clone();
        this.tbs = org.bouncycastle.asn1.x509.Certificate.getInstance(DistinguishedEncoding.read(this.der))
                .getTBSCertificate();
        this.serial = new SerialNumber(tbs.getSerialNumber().getValue());
    }

    /**
     * Reads a certificate that we stored.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static EndEntityCertificate read(byte[] stored) {
        return parse(stored).orElseThrow(() -> new IllegalArgumentException("not a certificate"));
    }

    /** Reads what a client says is a certificate; empty if it is none (RFC 5280 §4.1), or something follows it. */
    public static Optional<EndEntityCertificate> parse(byte[] shown) {
        try {
            return Optional.of(new EndEntityCertificate(shown));
        } catch (EncodingException | IllegalArgumentException | IllegalStateException | ClassCastException notOne) {
            return Optional.empty();
        }
    }

    /** All of it. The array is the caller's. */
    public byte[] der() {
        return der.clone();
    }

    public SerialNumber serial() {
        return serial;
    }

    /** The names in it. */
    public List<Identifier> identifiers() {
        return ExtensionChecks.alternativeNames(tbs);
    }

    /** Every name in it, of whatever kind, and its common name: what a policy judges. */
    public List<SubjectName> names() {
        return CertifiedNames.of(tbs);
    }

    /** What it is for, by its extensions. */
    public CertificateKind kind() {
        BasicConstraints constraints = BasicConstraints.fromExtensions(tbs.getExtensions());
        if (constraints != null && constraints.isCA()) {
            return CertificateKind.CA;
        }
        org.bouncycastle.asn1.x509.ExtendedKeyUsage usage =
                org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(tbs.getExtensions());
        if (usage != null && usage.hasKeyPurposeId(ResponderCertificate.PURPOSE)) {
            return CertificateKind.OCSP_RESPONDER;
        }
        return usage != null && usage.hasKeyPurposeId(RegistrationAuthorityCertificate.PURPOSE)
                ? CertificateKind.REGISTRATION_AUTHORITY
                : CertificateKind.END_ENTITY;
    }

    /** Its key. */
    public KeyFingerprint key() {
        try {
            return KeyFingerprint.of(tbs.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("what was read as DER has an encoding", impossible);
        }
    }

    /** Whether it says which key of its issuer signed it (RFC 5280 §4.2.1.1): others have no {@link #id}. */
    public boolean namesIssuerKey() {
        AuthorityKeyIdentifier identifier = AuthorityKeyIdentifier.fromExtensions(tbs.getExtensions());
        return identifier != null && identifier.getKeyIdentifierOctets() != null;
    }

    /** How RFC 9773 names it. */
    public CertificateId id() {
        byte[] issuerKey =
                AuthorityKeyIdentifier.fromExtensions(tbs.getExtensions()).getKeyIdentifierOctets();
        return new CertificateId(HexFormat.of().formatHex(issuerKey), serial);
    }
}
