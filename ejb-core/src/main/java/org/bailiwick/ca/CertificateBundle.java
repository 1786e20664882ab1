package org.bailiwick.ca;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** Certificates and nothing else in one file: a "certs-only" CMS message (RFC 5280 §4.2.2.1, RFC 5652 §5.1). */
public final class CertificateBundle {

    private CertificateBundle() {}

    /** All certificates of a chain, DER; their order has no meaning. */
    public static byte[] of(CertificateChain chain) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new JcaCertStore(chain.certificates()));
            return generator.generate(new CMSAbsentContent()).getEncoded(ASN1Encoding.DER);
        } catch (CertificateEncodingException | CMSException | IOException impossible) {
            throw new IllegalStateException("certificates that were read have an encoding", impossible);
        }
    }
}
