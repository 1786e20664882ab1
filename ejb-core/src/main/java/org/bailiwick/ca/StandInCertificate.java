package org.bailiwick.ca;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What stands beside a CA's key in a token until its certificate comes: Java does not find a key without one. Self-signed,
 * not a CA's, and valid for the second in which it is made, so that it is good for nothing else.
 */
public final class StandInCertificate {

    private StandInCertificate() {}

    /**
     * Makes one. That the key signs it by its scheme shows that the token offers that.
     *
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static X509Certificate sign(CaSubject subject, CaSigner signer, Instant now) {
        ASN1Encodable moment = Validity.time(now.truncatedTo(ChronoUnit.SECONDS));
        Extensions extensions = new Extensions(
                CertificateExtensions.extension(Extension.basicConstraints, true, new BasicConstraints(false)));
        byte[] tbs = SignedStructure.sequence(
                new DERTaggedObject(true, 0, new ASN1Integer(2)),
                new ASN1Integer(SerialNumber.random().value()),
                SignatureAlgorithms.of(signer),
                subject.name(),
                new DERSequence(new ASN1Encodable[] {moment, moment}),
                subject.name(),
                SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded()),
                new DERTaggedObject(true, 3, extensions));
        return CertificateChain.platformRead(SignedStructure.sign(tbs, signer));
    }
}
