package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.ca.DistinguishedEncoding;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;

/**
 * {@code rr} (RFC 9810 §5.3.9) about one certificate.
 *
 * @param certificate which
 * @param reason why; {@code unspecified} if nothing was said
 */
public record RevocationRequest(CertificateName certificate, RevocationReason reason) implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.RR;
    }

    static RevocationRequest read(ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader details = SequenceReader.of(BodyEncoding.only(value, "requests for revocations"));
        CertificateTemplate template = CertificateTemplate.read(details.next());
        Optional<ASN1Sequence> extensions = details.nextIf(ASN1Sequence.class);
        details.requireEnd();
        if (template.issuer().isEmpty() || template.serial().isEmpty()) {
            throw new CmpException(
                    FailureInfo.BAD_CERT_ID,
                    "The request does not name a certificate by its issuer and serial number.");
        }
        return new RevocationRequest(
                new CertificateName(template.issuer().get(), template.serial().get()),
                extensions.isPresent() ? reason(extensions.get()) : RevocationReason.UNSPECIFIED);
    }

    ASN1Encodable asn1() {
        List<ASN1Encodable> details = new ArrayList<>();
        details.add(CertificateTemplate.of(certificate));
        if (reason != RevocationReason.UNSPECIFIED) {
            byte[] code = Asn1.der(new ASN1Enumerated(reason.code()));
            details.add(Asn1.sequence(Asn1.sequence(Extension.reasonCode, new DEROctetString(code))));
        }
        return Asn1.sequence(Asn1.sequence(details));
    }

    /** Of the extensions of an entry of a CRL (RFC 5280 §5.3), the reason; when a key was lost is not asked. */
    private static RevocationReason reason(ASN1Sequence value) throws EncodingException {
        RevocationReason reason = RevocationReason.UNSPECIFIED;
        SequenceReader extensions = SequenceReader.of(value);
        while (!extensions.atEnd()) {
            SequenceReader extension = SequenceReader.of(extensions.next());
            ASN1ObjectIdentifier type = extension.next(ASN1ObjectIdentifier.class);
            extension.nextIf(ASN1Boolean.class); // critical
            byte[] octets = extension.next(ASN1OctetString.class).getOctets();
            extension.requireEnd();
            if (type.equals(Extension.reasonCode)) {
                if (!(DistinguishedEncoding.read(octets) instanceof ASN1Enumerated code)
                        || code.getValue().bitLength() > Byte.SIZE) {
                    throw new EncodingException("a reason is no ENUMERATED of RFC 5280 §5.3.1");
                }
                reason = RevocationReason.ofCode(code.getValue().intValue());
            }
        }
        return reason;
    }
}
