package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateName;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.issuance.RelayIssuance;
import org.bailiwick.issuance.RelayedApplication;
import org.bailiwick.json.StrictJson;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest.Kind;
import org.bailiwick.ra.exchange.Reply.Confirmation;

/** Answers requests for certificates: {@code ir}, {@code cr}, {@code kur}, {@code p10cr}, and {@code pollReq}. */
@ApplicationScoped
public class CertificationExchange {

    /** How long a confirmation is awaited. */
    static final Duration CONFIRMATION = Duration.ofHours(1);

    /** As often as the sweep looks. */
    private static final Duration POLL = Duration.ofSeconds(5);

    /** Of so many names it is said what is wrong with them. */
    private static final int MOST_TOLD = 5;

    @Inject
    RelayIssuance issuance;

    @Inject
    ExchangeRecords records;

    @Inject
    Issuers issuers;

    @Inject
    Clock clock;

    /**
     * Answers one in CRMF (RFC 4211).
     *
     * @throws CmpException if it is refused
     * @throws org.bailiwick.hsm.TokenException if the token was never there; nothing was written
     */
    Reply answer(RegistrationAuthority by, CmpMessage message, CertificateRequest request) throws CmpException {
        KeyRequirements keys = keys(by);
        if (request.kind() == BodyKind.CR) {
            CertificationRequest relayed = request.certification(keys);
            return reply(request.kind(), request.requestId(), relay(by, message, relayed, request.validity()));
        }
        if (request.kind() == BodyKind.KUR) {
            requireOwn(by, request.oldCertificate());
        }
        PublicKey key = request.provenKey(keys);
        Kind kind = request.kind() == BodyKind.IR ? Kind.ENROLMENT : Kind.RENEWAL;
        RelayedMessage kept = kept(message);
        UUID asked = issued(() -> issuance.certify(by, kind, kept, key));
        return reply(request.kind(), request.requestId(), asked);
    }

    /** Answers one in PKCS#10. The same holds. */
    Reply answer(RegistrationAuthority by, CmpMessage message, Pkcs10Request request) throws CmpException {
        return reply(
                BodyKind.P10CR,
                Pkcs10Request.REQUEST_ID,
                relay(by, message, request.certification(keys(by)), RequestedValidity.NONE));
    }

    /**
     * Answers a poll.
     *
     * @param request what its transaction is about
     */
    Reply answer(PollRequest poll, UUID request) {
        RequestOutcome outcome = records.outcome(request);
        BodyKind kind =
                switch (outcome.kind()) {
                    case ENROLMENT -> BodyKind.IR;
                    case RENEWAL -> BodyKind.KUR;
                    case RELAYED -> BodyKind.CR;
                };
        return outcome.certificate().isEmpty() && outcome.problem().isEmpty()
                ? Reply.about(request, new PollResponse(poll.requestId(), POLL))
                : reply(kind, poll.requestId(), outcome);
    }

    /** The registration authority renews its own certificate, and nobody else's. */
    private void requireOwn(RegistrationAuthority by, Optional<CertificateName> old) throws CmpException {
        if (old.isPresent()
                && records.signersOf(by).stream()
                        .noneMatch(each -> old.get().equals(CertificateName.of(RevocationExchange.read(each))))) {
            throw new CmpException(
                    FailureInfo.BAD_CERT_ID,
                    "oldCertId is not the certificate of this registration authority: it renews its own by kur, and those of others by another request.");
        }
    }

    private UUID relay(
            RegistrationAuthority by, CmpMessage message, CertificationRequest request, RequestedValidity validity)
            throws CmpException {
        RelayedApplication application =
                new RelayedApplication(by.id(), kept(message), message.header().profile(), validity);
        return issued(() -> issuance.relay(by.authority(), application, request));
    }

    private static RelayedMessage kept(CmpMessage message) throws CmpException {
        CmpHeader header = message.header();
        return new RelayedMessage(
                header.transactionId().hex(),
                header.orderId(),
                message.der(),
                evidence(header),
                header.implicitConfirm());
    }

    /** It is shown to people, and programs read it: an object, and nothing that readers understand differently. */
    private static Optional<String> evidence(CmpHeader header) throws CmpException {
        if (header.evidence().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StrictJson.object("The evidence", header.evidence().get().getBytes(StandardCharsets.UTF_8))
                            .toString());
        } catch (AcmeException malformed) {
            throw new CmpException(
                    FailureInfo.BAD_DATA_FORMAT, malformed.problem().detail(), malformed);
        }
    }

    private KeyRequirements keys(RegistrationAuthority by) throws CmpException {
        try {
            return issuers.activeOf(by.authority()).issuer().keyRequirements();
        } catch (NoActiveIssuerException none) {
            throw unable(none);
        }
    }

    private static UUID issued(Supplier<UUID> issuance) throws CmpException {
        try {
            return issuance.get();
        } catch (AcmeException refused) {
            throw refusal(refused.problem(), refused);
        } catch (NoActiveIssuerException none) {
            throw unable(none);
        } catch (CertificateNotIssuableException unsound) {
            throw new CmpException(
                    FailureInfo.SYSTEM_FAILURE,
                    "The CA cannot make this certificate now: its profile or its chain hinders it. Its administrators must mend that.",
                    unsound);
        }
    }

    private static CmpException refusal(Problem problem, AcmeException refused) {
        return new CmpException(FailureInfo.of(problem.type()), sentence(problem), refused);
    }

    /** What is wrong with each name, if it is about names. */
    private static String sentence(Problem problem) {
        return problem.subproblems().isEmpty()
                ? problem.detail()
                : problem.subproblems().stream()
                        .limit(MOST_TOLD)
                        .map(Problem::detail)
                        .collect(Collectors.joining(" "));
    }

    private static CmpException unable(NoActiveIssuerException none) {
        return new CmpException(
                FailureInfo.SYSTEM_UNAVAIL,
                none.retired()
                        ? "Every issuer of this authority was retired, so it issues no more."
                        : "This authority waits for its own certificate, so it cannot issue yet.",
                none);
    }

    private Reply reply(BodyKind asked, int requestId, UUID request) {
        return reply(asked, requestId, records.outcome(request));
    }

    private Reply reply(BodyKind asked, int requestId, RequestOutcome outcome) {
        if (outcome.problem().isPresent()) {
            Problem problem = outcome.problem().get();
            return Reply.about(
                    outcome.request(),
                    CertificateResponse.without(
                            asked, requestId, StatusInfo.rejection(FailureInfo.of(problem.type()), problem.detail())));
        }
        Optional<Certificate> certificate = outcome.certificate();
        if (certificate.isEmpty()) {
            return Reply.about(outcome.request(), CertificateResponse.without(asked, requestId, StatusInfo.waiting()));
        }
        List<byte[]> chain = issuers.chainOf(certificate.get().issuer()).der();
        return new Reply(
                CertificateResponse.issued(
                        asked, requestId, certificate.get().der().orElseThrow()),
                Optional.of(outcome.request()),
                outcome.awaitsConfirmation()
                        ? new Confirmation.Awaited(clock.instant().plus(CONFIRMATION))
                        : new Confirmation.Implicit(),
                chain,
                true,
                Optional.empty());
    }
}
