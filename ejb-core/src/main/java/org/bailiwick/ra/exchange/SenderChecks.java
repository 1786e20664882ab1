package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.eab.Secrets;
import org.bailiwick.limit.ClientNetwork;
import org.bailiwick.limit.LogInLimit;
import org.bailiwick.limit.LogInLimiter;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedRequest;

/**
 * Finds out whether a message is of a registration authority: the one that begins its enrolment by the secret, all others by a
 * certificate that its record names. What a certificate says of itself, and what comes along with a message, counts for
 * nothing.
 */
@ApplicationScoped
public class SenderChecks {

    /** Whoever has no secret can make us compute: only so many at once, so that nobody else is kept waiting by it. */
    private static final int MACS_AT_ONCE = 2;

    @Inject
    ExchangeRecords records;

    @Inject
    Secrets secrets;

    @Inject
    LogInLimiter limiter;

    @Inject
    Clock clock;

    private final Semaphore macs = new Semaphore(MACS_AT_ONCE);

    /**
     * Demands that it is.
     *
     * @param named the registration authority that the URL names
     * @param client the address that the message came from
     * @throws CmpException if it is not, or that one may do nothing now
     * @throws org.bailiwick.hsm.TokenException if the secret cannot be decrypted now
     */
    VerifiedSender verify(RegistrationAuthority named, CmpMessage message, String client) throws CmpException {
        try {
            named.requireActive();
        } catch (AcmeException inactive) {
            throw new CmpException(
                    FailureInfo.NOT_AUTHORIZED, inactive.problem().detail(), inactive);
        }
        return switch (message.protectedBy()) {
            case MAC -> bySecret(named, message, client);
            case SIGNATURE -> bySignature(named, message);
            case NOTHING, SOMETHING_ELSE ->
                throw new CmpException(
                        FailureInfo.WRONG_INTEGRITY,
                        "The message is protected by nothing that is taken here: enrol by the secret, then sign.");
        };
    }

    private VerifiedSender bySecret(RegistrationAuthority named, CmpMessage message, String client)
            throws CmpException {
        BodyKind kind = message.body().kind();
        if (kind != BodyKind.IR && kind != BodyKind.CERT_CONF && kind != BodyKind.POLL_REQ) {
            throw new CmpException(
                    FailureInfo.WRONG_INTEGRITY,
                    "The secret is for enrolment by ir alone; sign everything else by the certificate that this gives.");
        }
        SealedSecret sealed = named.secret()
                .filter(there -> named.mayEnrolAt(clock.instant()) || isEnrolment(named, message))
                .orElseThrow(
                        () -> new CmpException(
                                FailureInfo.NOT_AUTHORIZED,
                                "This registration authority has no secret that is still good; an administrator of the CA can make another one."));
        if (!macs.tryAcquire()) {
            throw new CmpException(FailureInfo.SYSTEM_UNAVAIL, "Others are enrolling; try again in a few seconds.");
        }
        try {
            String network = ClientNetwork.of(client);
            // counted before it is judged: many at once are no more than many after each other
            if (limiter.take(LogInLimit.ENROLMENT, network).isPresent()) {
                throw new CmpException(
                        FailureInfo.SYSTEM_UNAVAIL,
                        "There were too many messages by wrong secrets from this network; try again in a quarter of an hour.");
            }
            byte[] secret = secrets.open(new ResourceId(named.id()), named.secretNumber(), sealed)
                    .base64url()
                    .getBytes(StandardCharsets.US_ASCII);
            MacProtection.verify(message, secret);
            limiter.giveBack(LogInLimit.ENROLMENT, network);
            return new VerifiedSender(named, Optional.of(MacProtection.answering(message, secret)));
        } finally {
            macs.release();
        }
    }

    /** Whether it goes on with the transaction in which the secret was used: the answer may have been lost, or is to be confirmed. */
    private boolean isEnrolment(RegistrationAuthority named, CmpMessage message) {
        return records.ownRequest(named, message.header().transactionId().hex())
                .filter(request -> request.kind() == RelayedRequest.Kind.ENROLMENT)
                .isPresent();
    }

    private VerifiedSender bySignature(RegistrationAuthority named, CmpMessage message) throws CmpException {
        if (message.body().kind() == BodyKind.IR) {
            throw new CmpException(
                    FailureInfo.WRONG_INTEGRITY, "ir enrols by the secret; who has a certificate renews it by kur.");
        }
        CmpException refused = new CmpException(
                FailureInfo.SIGNER_NOT_TRUSTED,
                "This registration authority has no certificate that is valid; it must enrol by a new secret.");
        for (Certificate each : records.signersOf(named)) {
            try {
                SignatureProtection.verify(message, RevocationExchange.read(each));
                if (named.isFirstUse(each.id())) {
                    records.use(named.id(), each.id());
                }
                return new VerifiedSender(named, Optional.empty());
            } catch (CmpException notByThis) {
                refused = notByThis;
            }
        }
        throw refused;
    }
}
