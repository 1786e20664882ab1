package org.bailiwick.cmp;

import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;

/**
 * {@code pollReq} (RFC 9810 §5.3.22) for one answer.
 *
 * @param requestId the {@code certReqId} of what is waited for, or -1
 */
public record PollRequest(int requestId) implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.POLL_REQ;
    }

    static PollRequest read(ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader poll = SequenceReader.of(BodyEncoding.only(value, "polls"));
        int requestId = Asn1.number(poll.next(ASN1Integer.class));
        poll.requireEnd();
        return new PollRequest(requestId);
    }

    ASN1Encodable asn1() {
        return Asn1.sequence(Asn1.sequence(new ASN1Integer(requestId)));
    }
}
