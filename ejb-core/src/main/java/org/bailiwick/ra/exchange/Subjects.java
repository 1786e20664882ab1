package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.GeneralMessage;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.RevocationRequest;
import org.bailiwick.ra.RegistrationAuthority;

/** What messages are about, and who answers each kind. */
@ApplicationScoped
public class Subjects {

    @Inject
    CertificationExchange certification;

    @Inject
    RevocationExchange revocation;

    @Inject
    InformationExchange information;

    /**
     * Answers a message that comes in its order.
     *
     * @param request what its transaction is about, as far as that is known
     * @throws CmpException if it is refused
     */
    Reply answer(RegistrationAuthority by, CmpMessage message, Optional<UUID> request) throws CmpException {
        CmpBody body = message.body();
        if (body instanceof Pkcs10Request asked) {
            return certification.answer(by, message, asked);
        }
        if (body instanceof CertificateRequest asked) {
            return certification.answer(by, message, asked);
        }
        if (body instanceof RevocationRequest asked) {
            return revocation.answer(by, asked);
        }
        if (body instanceof GeneralMessage asked) {
            return information.answer(by, asked);
        }
        if (body instanceof PollRequest poll) {
            return certification.answer(poll, about(request));
        }
        if (body instanceof CertificateConfirmation confirmation) {
            return revocation.answer(by, confirmation, about(request));
        }
        throw new CmpException(
                FailureInfo.BAD_REQUEST,
                "A message of the kind \"%s\" is not answered here; ir, cr, p10cr, kur, rr, certConf, pollReq and genm are."
                        .formatted(body.kind().rfcName()));
    }

    private static UUID about(Optional<UUID> request) throws CmpException {
        return request.orElseThrow(
                () -> new CmpException(FailureInfo.BAD_REQUEST, "This transaction is not about a certificate."));
    }
}
