package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateName;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.Confirmed;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.RevocationRequest;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.revocation.RevocationService;

/** Answers what may end certificates: {@code rr}, and {@code certConf} that rejects one. */
@ApplicationScoped
public class RevocationExchange {

    @Inject
    RevocationService revocation;

    @Inject
    ExchangeRecords records;

    /**
     * Revokes a certificate for which this registration authority relayed the request; any other is one that it does not know.
     *
     * @throws CmpException {@code badCertId} if there is no such one, {@code certRevoked} if it was revoked before, {@code
     *     badRequest} if it is not revoked for that reason
     */
    Reply answer(RegistrationAuthority by, RevocationRequest request) throws CmpException {
        Certificate certificate = find(by, request.certificate());
        if (!RevocationReason.ofAdministrators().contains(request.reason().rfcName())) {
            throw new CmpException(
                    FailureInfo.BAD_REQUEST,
                    "A certificate is not revoked for %s here; give one of %s."
                            .formatted(
                                    request.reason().rfcName(),
                                    String.join(", ", RevocationReason.ofAdministrators())));
        }
        try {
            revocation.revokeRelayed(certificate.id(), by.id(), request.reason(), "asked");
        } catch (AcmeException refused) {
            throw CmpException.of(refused);
        }
        return Reply.of(new RevocationResponse(StatusInfo.ACCEPTED));
    }

    private Certificate find(RegistrationAuthority by, CertificateName name) throws CmpException {
        CmpException unknown = new CmpException(
                FailureInfo.BAD_CERT_ID,
                "This registration authority has not relayed the request for such a certificate of this authority.");
        SerialNumber serial;
        try {
            serial = new SerialNumber(name.serial());
        } catch (IllegalArgumentException none) {
            throw unknown;
        }
        return records.relayed(by, serial)
                .filter(found -> found.der().isPresent()
                        && CertificateName.of(read(found)).equals(name))
                .orElseThrow(() -> unknown);
    }

    static X509Certificate read(Certificate stored) {
        return CertificateChain.ofDer(List.of(stored.der().orElseThrow())).first();
    }

    /**
     * Takes the confirmation of a certificate; one that is rejected is revoked.
     *
     * @param request what its transaction is about
     * @throws CmpException {@code badCertId} if it is of another certificate, {@code certRevoked} if one is accepted that was revoked,
     *     as nobody confirmed it in time, {@code certConfirmed} if one is rejected that was accepted before
     */
    Reply answer(RegistrationAuthority by, CertificateConfirmation confirmation, UUID request) throws CmpException {
        RequestOutcome outcome = records.outcome(request);
        Certificate certificate = outcome.certificate()
                .filter(there -> there.der().filter(confirmation::isOf).isPresent())
                .orElseThrow(() -> new CmpException(
                        FailureInfo.BAD_CERT_ID, "This is not the hash of the certificate of this transaction."));
        if (confirmation.status().isGranted()) {
            requireGood(certificate);
        } else if (outcome.awaitsConfirmation()) {
            reject(by, certificate);
        } else if (!certificate.revoked()) {
            throw new CmpException(
                    FailureInfo.CERT_CONFIRMED,
                    "This certificate counts as accepted; to end it, ask for its revocation by rr.");
        }
        if (outcome.awaitsConfirmation()) {
            records.endConfirmation(request);
        }
        return Reply.about(request, new Confirmed());
    }

    /** Who has it must not go on in the belief that it is good. */
    private static void requireGood(Certificate certificate) throws CmpException {
        if (certificate.revoked()) {
            throw new CmpException(
                    FailureInfo.CERT_REVOKED,
                    "This certificate is revoked: nobody confirmed it within an hour, or somebody revoked it. Ask for another one.");
        }
    }

    /** Who asked for it does not want it. */
    private void reject(RegistrationAuthority by, Certificate certificate) throws CmpException {
        try {
            revocation.revokeRelayed(certificate.id(), by.id(), RevocationReason.CESSATION_OF_OPERATION, "rejected");
        } catch (TooLateException revokedBefore) {
            // which is what was wanted
            return;
        } catch (AcmeException refused) {
            throw CmpException.of(refused);
        }
    }
}
