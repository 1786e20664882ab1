package org.bailiwick.cmp;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * {@code pollRep} (RFC 9810 §5.3.22): not yet.
 *
 * @param requestId the {@code certReqId} of what is waited for, or -1
 * @param checkAfter when to ask again, in whole seconds; a peer may say anything, and what is more than {@link #LONGEST} is read
 *     as that
 */
public record PollResponse(int requestId, Duration checkAfter) implements CmpBody {

    /** The most that is ever read: nobody waits longer for a poll. */
    public static final Duration LONGEST = Duration.ofHours(24);

    /** A time that is not to come is none. */
    public PollResponse {
        if (checkAfter.isNegative()) {
            throw new IllegalArgumentException("a poll is never before now");
        }
        checkAfter = checkAfter.compareTo(LONGEST) > 0 ? LONGEST : Duration.ofSeconds(checkAfter.toSeconds());
    }

    @Override
    public BodyKind kind() {
        return BodyKind.POLL_REP;
    }

    static PollResponse read(ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader poll = SequenceReader.of(BodyEncoding.only(value, "answers to polls"));
        int requestId = Asn1.number(poll.next(ASN1Integer.class));
        BigInteger seconds = poll.next(ASN1Integer.class).getValue();
        Optional<ASN1Sequence> reason = poll.nextIf(ASN1Sequence.class);
        poll.requireEnd();
        if (reason.isPresent()) {
            FreeText.read(reason.get());
        }
        if (seconds.signum() < 0) {
            throw new EncodingException("a time to wait is negative");
        }
        long bounded = seconds.min(BigInteger.valueOf(LONGEST.toSeconds())).longValue();
        return new PollResponse(requestId, Duration.ofSeconds(bounded));
    }

    ASN1Encodable asn1() {
        return Asn1.sequence(Asn1.sequence(new ASN1Integer(requestId), new ASN1Integer(checkAfter.toSeconds())));
    }
}
