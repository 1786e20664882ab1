package org.bailiwick.cmp;

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
}
