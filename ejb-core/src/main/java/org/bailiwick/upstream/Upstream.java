package org.bailiwick.upstream;

import java.time.Duration;
import java.time.Instant;

/**
 * Asks another CA. A request is written first, so that it can be kept and sent again, octet for octet: a CA whose answer was
 * lost then gives the same once more, and makes nothing twice.
 *
 * <p>Nothing here needs a transaction or a database. {@link #write} has a key of the token sign, all others go over the
 * network; each is bounded in time.
 */
public interface Upstream {

    /** How long a request is sent again as it is: CAs refuse one that is older than some minutes (RFC 9483 §3.5). */
    Duration FRESH = Duration.ofMinutes(3);

    /** Whether a request that was written then may be sent once more as it is; not if the clock was put back since. */
    static boolean isFresh(Instant written, Instant now) {
        return !now.isBefore(written) && now.isBefore(written.plus(FRESH));
    }

    /**
     * Writes a request, ready to be sent any number of times.
     *
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    byte[] write(UpstreamAccess access, Ask ask, Instant now);

    /**
     * Sends a request that was written.
     *
     * @param judge judges a certificate that comes before the CA is told that it is taken
     * @throws org.bailiwick.hsm.TokenException if the token does not sign what is to be said after the answer
     */
    Answer send(UpstreamAccess access, byte[] written, Judge judge, Instant now);

    /**
     * Asks for the answer that the CA said is not there yet.
     *
     * @param ticket what {@link Answer.Waiting} had
     * @throws org.bailiwick.hsm.TokenException likewise
     */
    Answer askAgain(UpstreamAccess access, byte[] ticket, Judge judge, Instant now);
}
