package org.bailiwick.cmp;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a message is of now and of this transaction (RFC 9483 §3.5). That it did not come before is for who keeps a list.
 *
 * @param tolerance how far the peer's clock may be from ours, in either direction
 */
public record Freshness(Duration tolerance) {

    /** Five minutes. */
    public static final Freshness USUAL = new Freshness(Duration.ofMinutes(5));

    /** A tolerance that is none would refuse every message. */
    public Freshness {
        if (tolerance.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("clocks differ by a second at least");
        }
    }

    /**
     * Demands that a message has a time near ours.
     *
     * @throws CmpException {@code badTime} if it has another or none
     */
    public void requireRecent(CmpHeader header, Instant now) throws CmpException {
        Instant sent = header.messageTime()
                .orElseThrow(() -> new CmpException(FailureInfo.BAD_TIME, "The message has no messageTime."));
        if (Duration.between(sent, now).abs().compareTo(tolerance) > 0) {
            throw new CmpException(
                    FailureInfo.BAD_TIME,
                    "The message is of %s, and it is %s here: set the clock.".formatted(sent, now));
        }
    }

    /**
     * Demands that an answer belongs to a request: same transaction, and the request's nonce repeated.
     *
     * @throws CmpException {@code badRequest} for another transaction, {@code badRecipientNonce} for another nonce or none
     */
    public static void requireAnswer(CmpHeader request, CmpHeader answer) throws CmpException {
        if (!answer.transactionId().equals(request.transactionId())) {
            throw new CmpException(FailureInfo.BAD_REQUEST, "The transactionID is that of another transaction.");
        }
        if (answer.recipientNonce().filter(request.senderNonce()::equals).isEmpty()) {
            throw new CmpException(
                    FailureInfo.BAD_RECIPIENT_NONCE, "The recipNonce is not the senderNonce of the message before.");
        }
    }
}
