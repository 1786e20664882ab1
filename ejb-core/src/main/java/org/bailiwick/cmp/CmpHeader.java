package org.bailiwick.cmp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** A header whose nonces and identifiers are as they come. */
    public CmpHeader {
        messageTime = messageTime.map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
        confirmWaitTime = confirmWaitTime.map(moment -> moment.truncatedTo(ChronoUnit.SECONDS));
        if (profile.isPresent() && profile.get().length() > LONGEST_PROFILE) {
            throw new IllegalArgumentException(
                    "a profile's name is longer than %d characters".formatted(LONGEST_PROFILE));
        }
        if (evidence.isPresent() && evidence.get().getBytes(StandardCharsets.UTF_8).length > LONGEST_EVIDENCE) {
            throw new IllegalArgumentException("evidence has more than %d octets".formatted(LONGEST_EVIDENCE));
        }
    }

    /**
     * The header of a request that begins a transaction.
     *
     * @param recipient the CA, or the empty name if it is not known
     * @param now when it is sent
     */
    public static CmpHeader request(X500Principal recipient, Instant now) {
        return plain(CMP_2000, NOBODY, recipient, now, Octets.random(), Optional.empty());
    }

    /**
     * The header of the next request of the transaction that this one began: a certConf or a poll.
     *
     * @param answer the header of the last answer, whose nonce is repeated
     */
    public CmpHeader next(CmpHeader answer, Instant now) {
        return plain(version, sender, recipient, now, transactionId, Optional.of(answer.senderNonce()));
    }

    /**
     * The header of the answer to the request that has this one: same transaction, its nonce repeated, a nonce of its own. It
     * grants no implicit confirmation by itself. The version is the request's, if that is known here (RFC 9810 §7).
     */
    public CmpHeader answer(Instant now) {
        return plain(
                version == CMP_2021 ? CMP_2021 : CMP_2000,
                recipient,
                sender,
                now,
                transactionId,
                Optional.of(senderNonce).filter(nonce -> nonce.length() > 0));
    }

    private static CmpHeader plain(
            int version,
            X500Principal sender,
            X500Principal recipient,
            Instant now,
            Octets transactionId,
            Optional<Octets> recipientNonce) {
        return new CmpHeader(
                version,
                sender,
                recipient,
                Optional.of(now),
                Optional.empty(),
                transactionId,
                Octets.random(),
                recipientNonce,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with implicit confirmation asked for, or granted. */
    public CmpHeader withImplicitConfirm() {
        return with(version, sender, senderKeyId, true, confirmWaitTime, profile, orderId, evidence);
    }

    /** The same with a time until which certConf is waited for. */
    public CmpHeader withConfirmWaitTime(Instant end) {
        return with(version, sender, senderKeyId, implicitConfirm, Optional.of(end), profile, orderId, evidence);
    }

    /** The same with a profile asked for. */
    public CmpHeader withProfile(String name) {
        return with(
                version, sender, senderKeyId, implicitConfirm, confirmWaitTime, Optional.of(name), orderId, evidence);
    }

    /**
     * The same with an order of ours, and why it is relayed.
     *
     * @throws IllegalArgumentException if the evidence has more than {@value #LONGEST_EVIDENCE} octets
     */
    public CmpHeader withOrder(UUID order, String json) {
        return with(
                version,
                sender,
                senderKeyId,
                implicitConfirm,
                confirmWaitTime,
                profile,
                Optional.of(order),
                Optional.of(json));
    }

    /** The same from somebody, who is named by a key. */
    CmpHeader from(X500Principal somebody, Optional<Octets> keyId) {
        return with(version, somebody, keyId, implicitConfirm, confirmWaitTime, profile, orderId, evidence);
    }

    /** The same of the newer version. */
    CmpHeader ofVersion2021() {
        return with(CMP_2021, sender, senderKeyId, implicitConfirm, confirmWaitTime, profile, orderId, evidence);
    }

    private CmpHeader with(
            int version,
            X500Principal sender,
            Optional<Octets> senderKeyId,
            boolean implicitConfirm,
            Optional<Instant> confirmWaitTime,
            Optional<String> profile,
            Optional<UUID> orderId,
            Optional<String> evidence) {
        return new CmpHeader(
                version,
                sender,
                recipient,
                messageTime,
                senderKeyId,
                transactionId,
                senderNonce,
                recipientNonce,
                implicitConfirm,
                confirmWaitTime,
                profile,
                orderId,
                evidence);
    }
}
