package org.bailiwick.ca;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * The part of {@link TbsCertificateChecks} that is about a certificate that names nobody, as that of an OCSP responder (RFC
 * 6960 §4.2.2.2) or a registration authority. It has one shape: it has exactly these extensions, and none of them says more
 * than it must.
 */
final class NamelessChecks {

    /** Every extension that each has, and whether it is critical. */
    private static final Map<ASN1ObjectIdentifier, Boolean> CRITICAL = Map.of(
            Extension.basicConstraints, true,
            Extension.keyUsage, true,
            Extension.extendedKeyUsage, false,
            Extension.subjectKeyIdentifier, false,
            Extension.authorityKeyIdentifier, false);

    private static final byte[] EMPTY_SEQUENCE = {0x30, 0x00};
    private static final byte[] NULL = {0x05, 0x00};
    private static final byte[] DIGITAL_SIGNATURE = {0x03, 0x02, 0x07, (byte) 0x80};

    private final NamelessCertificate shape;
    private final TBSCertificate certificate;
    private final IssuerFields issuer;
    private final Findings findings;

    NamelessChecks(NamelessCertificate shape, TBSCertificate certificate, IssuerFields issuer, Findings findings) {
        this.shape = shape;
        this.certificate = certificate;
        this.issuer = issuer;
        this.findings = findings;
    }

    void check() throws EncodingException, IOException {
        checkSubject();
        Map<ASN1ObjectIdentifier, Boolean> critical = new HashMap<>(CRITICAL);
        if (shape.noCheck()) {
            critical.put(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false);
        }
        Extensions extensions = certificate.getExtensions();
        if (extensions == null || !Set.of(extensions.getExtensionOIDs()).equals(critical.keySet())) {
            findings.add("its extensions are not those of " + shape.what());
            return;
        }
        for (Map.Entry<ASN1ObjectIdentifier, Boolean> each : critical.entrySet()) {
            DistinguishedEncoding.read(octets(extensions, each.getKey()));
            findings.demand(
                    extensions.getExtension(each.getKey()).isCritical() == each.getValue(),
                    "its extension %s is critical and should not be, or the other way round".formatted(each.getKey()));
        }
        demand(extensions, Extension.basicConstraints, EMPTY_SEQUENCE, "basicConstraints are not an end entity's");
        demand(extensions, Extension.keyUsage, DIGITAL_SIGNATURE, "keyUsage is not digitalSignature alone");
        if (shape.noCheck()) {
            demand(extensions, OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, NULL, "ocsp-nocheck is not NULL");
        }
        findings.demand(
                Arrays.equals(
                        org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(extensions)
                                .getUsages(),
                        new KeyPurposeId[] {shape.purpose()}),
                "its extendedKeyUsage is not %s alone".formatted(shape.purposeName()));
        ExtensionChecks.checkKeyIdentifiers(certificate, extensions, issuer, findings);
    }

    /** The issuer's own subject, octet for octet, and one common name below it. */
    private void checkSubject() throws IOException {
        RDN[] subject = certificate.getSubject().getRDNs();
        int above = issuer.name().size();
        findings.demand(
                subject.length == above + 1
                        && TbsCertificateChecks.sameOctets(new X500Name(Arrays.copyOf(subject, above)), issuer.name())
                        && isCommonName(subject[above]),
                "its subject is not the issuer's and the common name \"%s\"".formatted(shape.commonName()));
    }

    private boolean isCommonName(RDN name) {
        return name.size() == 1
                && name.getFirst().getType().equals(BCStyle.CN)
                && name.getFirst().getValue() instanceof ASN1UTF8String text
                && text.getString().equals(shape.commonName());
    }

    private void demand(Extensions extensions, ASN1ObjectIdentifier type, byte[] value, String what) {
        findings.demand(Arrays.equals(octets(extensions, type), value), "its " + what);
    }

    private static byte[] octets(Extensions extensions, ASN1ObjectIdentifier type) {
        return extensions.getExtension(type).getExtnValue().getOctets();
    }
}
