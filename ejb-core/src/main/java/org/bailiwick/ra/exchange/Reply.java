package org.bailiwick.ra.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.RevocationRequest;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.StatusInfo;

/**
 * What a message is answered with, before that is protected.
 *
 * @param body what is said
 * @param request what the transaction is about, if it is about a certificate
 * @param confirmation whether the certificate is to be confirmed
 * @param chain DER, the certificates of the CAs above one that was issued
 * @param kept whether the same message is answered alike from now on
 * @param refused why it is a refusal; empty if it is none
 */
record Reply(
        CmpBody body,
        Optional<UUID> request,
        Confirmation confirmation,
        List<byte[]> chain,
        boolean kept,
        Optional<CmpException> refused) {

    /** What is said of the confirmation of a certificate (RFC 9810 §5.1.1.1, §5.1.1.2). */
    sealed interface Confirmation {

        /** Nothing: there is no certificate, or the message did not ask. */
        record Unsaid() implements Confirmation {}

        /** That there need not be one. */
        record Implicit() implements Confirmation {}

        /** Until when it is awaited. */
        record Awaited(Instant until) implements Confirmation {}
    }

    Reply {
        chain = List.copyOf(chain);
    }

    static Reply of(CmpBody body) {
        return new Reply(body, Optional.empty(), new Confirmation.Unsaid(), List.of(), true, Optional.empty());
    }

    /** About a request, without a certificate. */
    static Reply about(UUID request, CmpBody body) {
        return new Reply(body, Optional.of(request), new Confirmation.Unsaid(), List.of(), true, Optional.empty());
    }

    /** A message that does not come in its order, or is too old: sent again it costs no other signature. */
    static Reply refusing(CmpException refused) {
        return new Reply(
                ErrorMessage.of(refused),
                Optional.empty(),
                new Confirmation.Unsaid(),
                List.of(),
                true,
                Optional.of(refused));
    }

    /**
     * What a message asks for is not given; said as the answer to that kind of message.
     *
     * @param request what the transaction is about, if that is known
     */
    static Reply refusing(CmpBody asked, Optional<UUID> request, CmpException refused) {
        return new Reply(
                refusal(asked, refused),
                request,
                new Confirmation.Unsaid(),
                List.of(),
                !refused.failure().isPassing(),
                Optional.of(refused));
    }

    private static CmpBody refusal(CmpBody asked, CmpException refused) {
        StatusInfo why = StatusInfo.rejection(refused);
        if (asked instanceof CertificateRequest request) {
            return CertificateResponse.without(request.kind(), request.requestId(), why);
        }
        if (asked instanceof Pkcs10Request) {
            return CertificateResponse.without(BodyKind.P10CR, Pkcs10Request.REQUEST_ID, why);
        }
        return asked instanceof RevocationRequest ? new RevocationResponse(why) : ErrorMessage.of(refused);
    }

    /**
     * The header that it has, with what is said of the confirmation. That there need not be one is granted to who asked for that;
     * who polls has asked before.
     *
     * @param asked what is answered
     */
    CmpHeader header(CmpHeader answer, CmpMessage asked) {
        if (confirmation instanceof Confirmation.Awaited awaited) {
            return answer.withConfirmWaitTime(awaited.until());
        }
        boolean granted = confirmation instanceof Confirmation.Implicit
                && (asked.header().implicitConfirm() || asked.body().kind() == BodyKind.POLL_REQ);
        return granted ? answer.withImplicitConfirm() : answer;
    }
}
