package org.bailiwick.ra.exchange;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Freshness;
import org.bailiwick.cmp.Octets;
import org.bailiwick.ra.RegistrationAuthority;

/** What a message of a registration authority is answered with: what it was answered with before, or what its {@link Subjects} say. */
@ApplicationScoped
public class Conversation {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** What follows in its transaction, for each request that the rate permits: one that waits polls every five seconds. */
    private static final int FOLLOWING = 20;

    @Inject
    ExchangeRecords records;

    @Inject
    Subjects subjects;

    @Inject
    AnswerProtection protection;

    @Inject
    Clock clock;

    /**
     * An answer.
     *
     * @param der what goes out; always there
     * @param refused why it is a refusal, that is told for the first time; empty if it is none
     */
    record Answer(Optional<byte[]> der, Optional<CmpException> refused) {}

    /**
     * Answers a message whose sender was verified.
     *
     * @throws CmpException {@code systemUnavail} if there were too many: that is worth no signature
     * @throws org.bailiwick.hsm.TokenException if the token is away: nothing is kept, and the same message may come again
     * @throws org.bailiwick.authority.NoActiveIssuerException if nobody could sign an answer
     */
    Answer answer(VerifiedSender sender, CmpMessage message) throws CmpException {
        RegistrationAuthority by = sender.registrationAuthority();
        MessageKey key = MessageKey.of(by.id(), message);
        Optional<byte[]> told = records.answerTo(key);
        if (told.isPresent()) {
            return new Answer(told, Optional.empty());
        }
        requireWithinRate(by, message);
        Optional<UUID> request;
        try {
            Freshness.USUAL.requireRecent(message.header(), clock.instant());
            request = requireInOrder(message, key);
        } catch (CmpException outOfOrder) {
            // whoever has seen an old message can send it again: he must not use up what its sender may begin
            return protectedAnswer(sender, message, key, false, Reply.refusing(outOfOrder));
        }
        return protectedAnswer(sender, message, key, isOpening(message), reply(by, message, request));
    }

    private Answer protectedAnswer(
            VerifiedSender recipient, CmpMessage message, MessageKey key, boolean opening, Reply reply) {
        CmpHeader header = reply.header(message.header().answer(clock.instant()), message);
        byte[] der = protection.protect(recipient, header, reply);
        if (reply.kept()) {
            return kept(key, opening, reply, der, header.senderNonce());
        }
        return new Answer(Optional.of(der), reply.refused());
    }

    private Reply reply(RegistrationAuthority by, CmpMessage message, Optional<UUID> request) {
        try {
            return subjects.answer(by, message, request);
        } catch (CmpException refused) {
            return Reply.refusing(message.body(), request, refused);
        }
    }

    /**
     * Demands that a message begins a transaction, or goes on with one by repeating the last nonce (RFC 9483 §3.5).
     *
     * @return what the transaction is about, as far as that is known
     */
    private Optional<UUID> requireInOrder(CmpMessage message, MessageKey key) throws CmpException {
        boolean begun = records.isBegun(key);
        if (isOpening(message)) {
            if (begun) {
                throw new CmpException(
                        FailureInfo.TRANSACTION_ID_IN_USE,
                        "There was another message of this transaction; begin a new one.");
            }
            return Optional.empty();
        }
        if (!begun) {
            throw new CmpException(FailureInfo.BAD_REQUEST, "There is no such transaction, or it is older than a day.");
        }
        // by its nonce, not by its time: the answer may be another node's, whose clock is a little ahead
        return message.header()
                .recipientNonce()
                .flatMap(nonce -> records.before(key, nonce.hex()))
                .orElseThrow(() -> new CmpException(
                        FailureInfo.BAD_RECIPIENT_NONCE,
                        "The message does not repeat the nonce of an answer of this transaction."))
                .request();
    }

    private void requireWithinRate(RegistrationAuthority by, CmpMessage message) throws CmpException {
        if (by.rate().isEmpty()) {
            return;
        }
        int rate = by.rate().get();
        if ((isOpening(message) && records.answeredWithin(by.id(), true, MINUTE) >= rate)
                || records.answeredWithin(by.id(), false, MINUTE) >= (long) FOLLOWING * rate) {
            throw new CmpException(
                    FailureInfo.SYSTEM_UNAVAIL,
                    "This registration authority may make %d requests in a minute, and has made them; try again in a minute."
                            .formatted(rate));
        }
    }

    private static boolean isOpening(CmpMessage message) {
        BodyKind kind = message.body().kind();
        return kind != BodyKind.CERT_CONF && kind != BodyKind.POLL_REQ;
    }

    /** Of two that answer the same message at once, one keeps its answer, and both give that one. */
    private Answer kept(MessageKey key, boolean opening, Reply reply, byte[] der, Octets nonce) {
        try {
            records.keep(key, opening, reply.request(), der, nonce.hex());
            return new Answer(Optional.of(der), reply.refused());
        } catch (EJBException perhapsJustAnswered) {
            byte[] first = records.answerTo(key).orElseThrow(() -> perhapsJustAnswered);
            return new Answer(Optional.of(first), Optional.empty());
        }
    }
}
