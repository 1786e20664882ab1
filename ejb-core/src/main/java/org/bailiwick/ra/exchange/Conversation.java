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
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Freshness;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.exchange.ExchangeRecords.Before;

/** What a message of a registration authority is answered with: what it was answered with before, or what its {@link Subjects} say. */
@ApplicationScoped
public class Conversation {

    private static final Duration MINUTE = Duration.ofMinutes(1);

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
     * @throws org.bailiwick.hsm.TokenException if the token is away: nothing is kept, and the same message may come again
     * @throws org.bailiwick.authority.NoActiveIssuerException if nobody could sign an answer
     */
    Answer answer(VerifiedSender sender, CmpMessage message) {
        MessageKey key = MessageKey.of(sender.registrationAuthority().id(), message);
        Optional<byte[]> told = records.answerTo(key);
        if (told.isPresent()) {
            return new Answer(told, Optional.empty());
        }
        Reply reply = reply(sender.registrationAuthority(), message, key);
        byte[] der = protection.protect(sender, message, reply);
        return reply.kept()
                ? kept(key, message, reply, der)
                : new Answer(Optional.of(der), reply.refused());
    }

    private Reply reply(RegistrationAuthority by, CmpMessage message, MessageKey key) {
        Optional<UUID> request;
        try {
            Freshness.USUAL.requireRecent(message.header(), clock.instant());
            request = requireInOrder(by, message, key);
        } catch (CmpException outOfOrder) {
            return Reply.refusing(outOfOrder);
        }
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
    private Optional<UUID> requireInOrder(RegistrationAuthority by, CmpMessage message, MessageKey key)
            throws CmpException {
        Optional<Before> before = records.before(key);
        if (isOpening(message)) {
            if (before.isPresent()) {
                throw new CmpException(
                        FailureInfo.TRANSACTION_ID_IN_USE,
                        "There was another message of this transaction; begin a new one.");
            }
            requireWithinRate(by);
            return Optional.empty();
        }
        Before last = before.orElseThrow(() -> new CmpException(
                FailureInfo.BAD_REQUEST, "There is no such transaction, or it is older than a day."));
        Freshness.requireNext(
                CmpMessage.parseResponse(last.answer().orElseThrow()).header(), message.header());
        return last.request();
    }

    private void requireWithinRate(RegistrationAuthority by) throws CmpException {
        if (by.rate().isPresent() && records.begunWithin(by.id(), MINUTE) >= by.rate().get()) {
            throw new CmpException(
                    FailureInfo.SYSTEM_UNAVAIL,
                    "This registration authority may make %d requests in a minute, and has made them; try again in a minute."
                            .formatted(by.rate().get()));
        }
    }

    private static boolean isOpening(CmpMessage message) {
        BodyKind kind = message.body().kind();
        return kind != BodyKind.CERT_CONF && kind != BodyKind.POLL_REQ;
    }

    /** Of two that answer the same message at once, one keeps its answer, and both give that one. */
    private Answer kept(MessageKey key, CmpMessage message, Reply reply, byte[] der) {
        try {
            records.keep(key, isOpening(message), reply.request(), der);
            return new Answer(Optional.of(der), reply.refused());
        } catch (EJBException perhapsJustAnswered) {
            byte[] first = records.answerTo(key).orElseThrow(() -> perhapsJustAnswered);
            return new Answer(Optional.of(first), Optional.empty());
        }
    }
}
