package org.bailiwick.ra.exchange;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.policy.RejectedNamesException;
import org.bailiwick.policy.document.ExplanationDocument;
import org.bailiwick.ra.RegistrationAuthority;

/**
 * Answers the messages of registration authorities. It holds no transaction and no database connection while the token works.
 * Nothing is signed for who has not shown who he is, nor for who asks too often: he is answered without protection.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CmpService {

    @Inject
    ExchangeRecords records;

    @Inject
    SenderChecks senders;

    @Inject
    Conversation conversation;

    @Inject
    Refusals refusals;

    @Inject
    Clock clock;

    /**
     * Answers one.
     *
     * @param authority the name of an authority
     * @param registrationAuthority the name of one of its registration authorities
     * @param message DER of a PKIMessage, at most {@value CmpMessage#MAXIMUM_REQUEST} octets
     * @param client the address that it came from
     * @return DER of the PKIMessage that answers it; empty if there is no such registration authority
     * @throws CmpException if it is so little of a message that there is no transaction to answer in
     * @throws TokenException if the token is away; the same message may come again
     */
    public Optional<byte[]> answer(String authority, String registrationAuthority, byte[] message, String client)
            throws CmpException {
        Optional<RegistrationAuthority> named = records.at(authority, registrationAuthority);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        CmpMessage read;
        try {
            read = CmpMessage.parseRequest(message);
        } catch (CmpException unreadable) {
            CmpHeader header = unreadable.header().orElseThrow(() -> unreadable);
            refuse(named.get(), "message", Optional.empty(), client, unreadable);
            return Optional.of(unprotected(header, unreadable));
        }
        return Optional.of(answer(named.get(), read, client));
    }

    private byte[] answer(RegistrationAuthority named, CmpMessage message, String client) {
        String kind = message.body().kind().rfcName();
        VerifiedSender sender;
        try {
            sender = senders.verify(named, message, client);
        } catch (CmpException notProven) {
            refuse(named, kind, Optional.empty(), client, notProven);
            return unprotected(message.header(), notProven);
        }
        records.see(named.id());
        try {
            Conversation.Answer answer = conversation.answer(sender, message);
            answer.refused()
                    .ifPresent(refused ->
                            refuse(named, kind, Optional.of(named.id().toString()), client, refused));
            return answer.der().orElseThrow();
        } catch (CmpException tooOften) {
            refuse(named, kind, Optional.of(named.id().toString()), client, tooOften);
            return unprotected(message.header(), tooOften);
        } catch (NoActiveIssuerException nobodySigns) {
            return unprotected(
                    message.header(),
                    new CmpException(
                            FailureInfo.SYSTEM_UNAVAIL, "This authority has no key that could sign an answer."));
        }
    }

    private byte[] unprotected(CmpHeader header, CmpException refused) {
        return CmpMessage.unprotected(header.answer(clock.instant()), ErrorMessage.of(refused));
    }

    /** For the auditor. */
    private void refuse(
            RegistrationAuthority named, String kind, Optional<String> proven, String client, CmpException refused) {
        refusals.record(
                proven,
                client,
                new RequestRefused(
                        "POST /cmp/%s/%s: %s"
                                .formatted(named.provisioner().authority().name(), named.name(), kind),
                        client,
                        null,
                        false,
                        refused.failure().problem().rfcName(),
                        "%s: %s".formatted(refused.failure().rfcName(), refused.sentence()),
                        null,
                        refused.getCause() instanceof RejectedNamesException rejected
                                ? ExplanationDocument.refused(rejected.explanation())
                                : null));
    }
}
