package org.bailiwick.ca;

import java.util.ArrayList;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.CommonName;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.acme.UnsupportedName;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Every name that a certificate gives its subject, for a policy to judge: subject alternative names of all kinds, then
 * common names. What cannot be read is there as an {@link UnsupportedName}, so that it is refused and not overlooked.
 */
final class CertifiedNames {

    private CertifiedNames() {}

    static List<SubjectName> of(TBSCertificate certificate) {
        List<SubjectName> names = new ArrayList<>(alternativeNames(certificate));
        for (RDN relativeName : certificate.getSubject().getRDNs()) {
            for (AttributeTypeAndValue attribute : relativeName.getTypesAndValues()) {
                if (attribute.getType().equals(BCStyle.CN)) {
                    names.add(commonName(attribute));
                }
            }
        }
        return names;
    }

    private static List<SubjectName> alternativeNames(TBSCertificate certificate) {
        Extension extension = certificate.getExtensions() == null
                ? null
                : certificate.getExtensions().getExtension(Extension.subjectAlternativeName);
        if (extension == null) {
            return List.of();
        }
        try {
            return SubjectAlternativeName.readAll(extension.getExtnValue().getOctets());
        } catch (EncodingException | IllegalArgumentException unreadable) {
            return List.of(new UnsupportedName("subjectAltName", String.valueOf(unreadable.getMessage())));
        }
    }

    private static SubjectName commonName(AttributeTypeAndValue attribute) {
        try {
            return attribute.getValue() instanceof ASN1String text
                    ? new CommonName(text.getString())
                    : new UnsupportedName("commonName", "it is no text");
        } catch (AcmeException blank) {
            return new UnsupportedName("commonName", String.valueOf(blank.getMessage()));
        }
    }
}
