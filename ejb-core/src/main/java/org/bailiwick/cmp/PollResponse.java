package org.bailiwick.cmp;

import java.time.Duration;

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

    @Override
    public BodyKind kind() {
        return BodyKind.POLL_REP;
    }
}
