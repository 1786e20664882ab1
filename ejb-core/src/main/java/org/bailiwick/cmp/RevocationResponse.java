package org.bailiwick.cmp;

import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;

/**
 * {@code rp} (RFC 9810 §5.3.10) about one certificate.
 *
 * @param status whether it is revoked now
 */
public record RevocationResponse(StatusInfo status) implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.RP;
    }

    static RevocationResponse read(ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader content = SequenceReader.of(value);
        StatusInfo status = StatusInfo.read(BodyEncoding.only(content.next(), "answers about revocations"));
        content.nextTagged(0); // revCerts
        content.nextTagged(1); // crls
        content.requireEnd();
        return new RevocationResponse(status);
    }

    ASN1Encodable asn1() {
        return Asn1.sequence(Asn1.sequence(status.asn1()));
    }
}
