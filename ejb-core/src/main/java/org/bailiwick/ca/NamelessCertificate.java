package org.bailiwick.ca;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What certificates look like that an issuer gives for a purpose of its own: without a name of anybody, for one thing only.
 * Nobody can order one, as no profile makes it.
 *
 * @param what it is the certificate of, for a sentence
 * @param commonName below the issuer's own name in its subject
 * @param purpose its one extended key usage
 * @param purposeName of that, as RFCs write it
 * @param validity how long it is valid
 * @param noCheck whether nobody needs to ask if it is revoked (RFC 6960 §4.2.2.2.1)
 */
record NamelessCertificate(
        String what, String commonName, KeyPurposeId purpose, String purposeName, Duration validity, boolean noCheck) {

    /** As of every certificate: the commonest wrong clock is off by an hour. */
    private static final Duration BACKDATE = Duration.ofHours(1);

    private static final ASN1Encodable V3 = new DERTaggedObject(true, 0, new ASN1Integer(2));

    /** The DER {@code TBSCertificate}. */
    byte[] tbs(IssuerFields issuer, PublicKey subjectKey, SerialNumber serial, Instant now) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded());
        return tbs(
                serial,
                issuer.signature(),
                issuer.name(),
                Validity.of(validity, BACKDATE, now, issuer.validity()),
                subject(issuer.name()),
                key,
                new Extensions(extensions(issuer, key)));
    }

    private Extension[] extensions(IssuerFields issuer, SubjectPublicKeyInfo key) {
        Stream<Extension> all = Stream.of(
                extension(Extension.basicConstraints, true, new BasicConstraints(false)),
                extension(
                        Extension.keyUsage,
                        true,
                        new org.bouncycastle.asn1.x509.KeyUsage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature)),
                extension(Extension.extendedKeyUsage, false, new org.bouncycastle.asn1.x509.ExtendedKeyUsage(purpose)),
                extension(Extension.subjectKeyIdentifier, false, CertificateExtensions.keyIdentifier(key)),
                extension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(issuer.keyIdentifier().getKeyIdentifier())));
        return (noCheck
                        ? Stream.concat(
                                all,
                                Stream.of(
                                        extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)))
                        : all)
                .toArray(Extension[]::new);
    }

    /**
     * Below the issuer's own name. Where the chain permits directory names of a subtree only, that one is in it, and what is
     * below it as well (RFC 5280 §4.2.1.10).
     */
    X500Name subject(X500Name issuer) {
        RDN[] above = issuer.getRDNs();
        RDN[] all = Arrays.copyOf(above, above.length + 1);
        all[above.length] = commonName(commonName);
        return new X500Name(all);
    }

    static byte[] tbs(
            SerialNumber serial,
            AlgorithmIdentifier signature,
            X500Name issuer,
            Validity validity,
            X500Name subject,
            SubjectPublicKeyInfo key,
            Extensions extensions) {
        return der(new DERSequence(new ASN1Encodable[] {
            V3,
            new ASN1Integer(serial.value()),
            signature,
            issuer,
            new DERSequence(
                    new ASN1Encodable[] {Validity.time(validity.notBefore()), Validity.time(validity.notAfter())}),
            subject,
            key,
            new DERTaggedObject(true, 3, extensions)
        }));
    }

    static RDN commonName(String text) {
        return new RDN(BCStyle.CN, new DERUTF8String(text));
    }

    static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(type, critical, value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("an extension that we built has a DER encoding", impossible);
        }
    }

    static byte[] der(ASN1Object structure) {
        try {
            return structure.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built has a DER encoding", impossible);
        }
    }
}
