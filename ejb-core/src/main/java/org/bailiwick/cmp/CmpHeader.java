package org.bailiwick.cmp;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;

/**
 * {@code PKIHeader} (RFC 9810 §5.1.1), without the algorithm of the protection, which is the message's own affair.
 *
 * <p>Two items of {@code generalInfo} are our own: the number of an RA's order, and what the RA knows about why it relays it.
 * Others do not know them and pass them over, as RFC 9810 §5.1.1 has it.
 *
 * @param version 2 (cmp2000) or 3 (cmp2021)
 * @param sender who sends; of a message by signature the subject of the certificate, which {@link Protection} writes
 * @param recipient who is to get it; the empty name if the sender did not know
 * @param messageTime when it was sent, to the second; empty if the peer did not say
 * @param senderKeyId which key or secret protects it; {@link Protection} writes it
 * @param transactionId of this request and all that follows from it: of ours 16 octets, of others 8 to 64
 * @param senderNonce of this message: of ours 16 octets, of others 16 to 64
 * @param recipientNonce the nonce of the message that this answers
 * @param implicitConfirm whether no certConf is to follow (§5.1.1.1): asked for, or granted
 * @param confirmWaitTime until when a CA waits for certConf (§5.1.1.2), to the second
 * @param profile the certificate profile asked for (§5.1.1.4), at most {@value #LONGEST_PROFILE} characters
 * @param orderId the RA's order
 * @param evidence JSON of at most {@value #LONGEST_EVIDENCE} octets of UTF-8
 */
public record CmpHeader(
        int version,
        X500Principal sender,
        X500Principal recipient,
        Optional<Instant> messageTime,
        Optional<Octets> senderKeyId,
        Octets transactionId,
        Octets senderNonce,
        Optional<Octets> recipientNonce,
        boolean implicitConfirm,
        Optional<Instant> confirmWaitTime,
        Optional<String> profile,
        Optional<UUID> orderId,
        Optional<String> evidence) {

    /** In octets of UTF-8. */
    public static final int LONGEST_EVIDENCE = 32 * 1024;

    /** In characters. */
    public static final int LONGEST_PROFILE = 100;

    /** cmp2000, which everybody understands. */
    static final int CMP_2000 = 2;

    /** cmp2021, where a {@code certConf} names its hash algorithm (RFC 9810 §7). */
    static final int CMP_2021 = 3;

    /** The name of nobody: a sequence of no relative names. */
    static final X500Principal NOBODY = new X500Principal("");

    /**
     * The header of a request that begins a transaction.
     *
     * @param recipient the CA, or the empty name if it is not known
     * @param now when it is sent
     */
    public static CmpHeader request(X500Principal recipient, Instant now) {
        throw new UnsupportedOperationException();
    }

    /**
     * The header of the next request of the transaction that this one began: a certConf or a poll.
     *
     * @param answer the header of the last answer, whose nonce is repeated
     */
    public CmpHeader next(CmpHeader answer, Instant now) {
        throw new UnsupportedOperationException();
    }

    /**
     * The header of the answer to the request that has this one: same transaction, its nonce repeated, a nonce of its own. It
     * grants no implicit confirmation by itself.
     */
    public CmpHeader answer(Instant now) {
        throw new UnsupportedOperationException();
    }

    /** The same with implicit confirmation asked for, or granted. */
    public CmpHeader withImplicitConfirm() {
        throw new UnsupportedOperationException();
    }

    /** The same with a time until which certConf is waited for. */
    public CmpHeader withConfirmWaitTime(Instant end) {
        throw new UnsupportedOperationException();
    }

    /** The same with a profile asked for. */
    public CmpHeader withProfile(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * The same with an order of ours, and why it is relayed.
     *
     * @throws IllegalArgumentException if the evidence has more than {@value #LONGEST_EVIDENCE} octets
     */
    public CmpHeader withOrder(UUID order, String json) {
        throw new UnsupportedOperationException();
    }
}
