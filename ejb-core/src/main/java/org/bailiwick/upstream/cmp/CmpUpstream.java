package org.bailiwick.upstream.cmp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateName;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpBody;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.Confirmed;
import org.bailiwick.cmp.ErrorMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.Pkcs10Request;
import org.bailiwick.cmp.PkiStatus;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.Protection;
import org.bailiwick.cmp.RevocationRequest;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.upstream.Answer;
import org.bailiwick.upstream.Ask;
import org.bailiwick.upstream.Ask.Certification;
import org.bailiwick.upstream.Ask.Enrolment;
import org.bailiwick.upstream.Ask.Renewal;
import org.bailiwick.upstream.Ask.Revocation;
import org.bailiwick.upstream.Judge;
import org.bailiwick.upstream.Judge.Accepted;
import org.bailiwick.upstream.Judge.Rejected;
import org.bailiwick.upstream.Judge.Verdict;
import org.bailiwick.upstream.Upstream;
import org.bailiwick.upstream.UpstreamAccess;
import org.bailiwick.upstream.UpstreamAccess.Certified;
import org.bailiwick.upstream.UpstreamAccess.Secret;

/**
 * Asks a CA by CMP, as RFC 9483 profiles it: {@code ir} by the secret, {@code kur}, {@code p10cr} with the client's request
 * octet for octet, and {@code rr}; {@code certConf} if the CA does not waive it; {@code pollReq} while it takes longer.
 */
@ApplicationScoped
public class CmpUpstream implements Upstream {

    /** How long to wait for a CA that does not say. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);

    /** Not the request's fault but between the two of us: somebody will mend it, and then it is to go on. */
    private static final Set<FailureInfo> OURS = EnumSet.of(
            FailureInfo.BAD_MESSAGE_CHECK,
            FailureInfo.SIGNER_NOT_TRUSTED,
            FailureInfo.WRONG_INTEGRITY,
            FailureInfo.WRONG_AUTHORITY,
            FailureInfo.UNSUPPORTED_VERSION);

    /** The CA is at another point of the transaction than we, as after an answer to a poll that was lost. */
    private static final Set<FailureInfo> OUT_OF_STEP = EnumSet.of(
            FailureInfo.BAD_SENDER_NONCE, FailureInfo.BAD_RECIPIENT_NONCE, FailureInfo.TRANSACTION_ID_IN_USE);

    @Inject
    CmpTransfer transfer;

    @Override
    public byte[] write(UpstreamAccess access, Ask ask, Instant now) {
        CmpHeader header = CmpHeader.request(recipient(access), now);
        if (ask instanceof Certification certification) {
            header = header.withImplicitConfirm()
                    .withProfile(certification.profile())
                    .withOrder(certification.order(), certification.evidence());
        } else if (!(ask instanceof Revocation)) {
            header = header.withImplicitConfirm();
        }
        return protection(access).protect(header, body(access, ask));
    }

    private static CmpBody body(UpstreamAccess access, Ask ask) {
        if (ask instanceof Certification certification) {
            return Pkcs10Request.of(certification.csr());
        }
        if (ask instanceof Revocation revocation) {
            X509Certificate certificate =
                    CertificateChain.ofDer(List.of(revocation.certificate())).first();
            return new RevocationRequest(CertificateName.of(certificate), revocation.reason());
        }
        if (ask instanceof Enrolment enrolment) {
            return CertificateRequest.initial(enrolment.subject(), enrolment.key());
        }
        if (ask instanceof Renewal renewal && access.credential() instanceof Certified certified) {
            X509Certificate old = certified.chain().first();
            return CertificateRequest.update(old.getSubjectX500Principal(), CertificateName.of(old), renewal.key());
        }
        throw new IllegalArgumentException("a renewal needs a certificate that is there");
    }

    /** The CA above our own certificate; before that nobody knows its name, and RFC 9483 §3.1 permits to say none. */
    private static X500Principal recipient(UpstreamAccess access) {
        return access.credential() instanceof Certified certified
                ? certified.chain().first().getIssuerX500Principal()
                : new X500Principal("");
    }

    private static Protection protection(UpstreamAccess access) {
        if (access.credential() instanceof Certified certified) {
            return new SignatureProtection(certified.chain().certificates(), certified.key());
        }
        return MacProtection.passwordBased(((Secret) access.credential()).secret(), Optional.empty());
    }

    @Override
    public Answer send(UpstreamAccess access, byte[] written, Judge judge, Instant now) {
        try {
            CmpMessage request = CmpMessage.parseRequest(written);
            return ended(access, request, asked(access, request.header(), written, now), judge, now);
        } catch (CmpException | IOException nothing) {
            return away(nothing);
        }
    }

    @Override
    public Answer askAgain(UpstreamAccess access, byte[] ticket, Judge judge, Instant now) {
        try {
            Ticket goingOn = Ticket.read(ticket);
            CmpMessage request = goingOn.request();
            CmpHeader header = request.header().next(goingOn.answer().header(), now);
            byte[] poll = protection(access).protect(header, new PollRequest(requestId(request)));
            return ended(access, request, asked(access, header, poll, now), judge, now);
        } catch (CmpException | IOException nothing) {
            return away(nothing);
        }
    }

    /** The answer, if it is the CA's. */
    private CmpMessage asked(UpstreamAccess access, CmpHeader header, byte[] message, Instant now)
            throws CmpException, IOException {
        CmpMessage answer = CmpMessage.parseResponse(transfer.exchange(access.url(), access.anchors(), message));
        new AnswerCheck(access, now).require(header, answer);
        return answer;
    }

    private Answer ended(UpstreamAccess access, CmpMessage request, CmpMessage answer, Judge judge, Instant now)
            throws CmpException, IOException {
        CmpBody body = answer.body();
        boolean revocation = request.body() instanceof RevocationRequest;
        if (body instanceof CertificateResponse response && !revocation && response.requestId() == requestId(request)) {
            return response.certificate().isPresent()
                    ? judged(access, request, answer, judge, now)
                    : without(request, answer, response.status());
        }
        if (body instanceof RevocationResponse response && revocation) {
            boolean revoked = response.status().isGranted()
                    || response.status().failures().contains(FailureInfo.CERT_REVOKED);
            return revoked ? new Answer.Revoked() : without(request, answer, response.status());
        }
        if (body instanceof PollResponse poll) {
            return new Answer.Waiting(poll.checkAfter(), new Ticket(request, answer).octets());
        }
        if (body instanceof ErrorMessage error) {
            return without(request, answer, error.status());
        }
        return new Answer.Away("The CA answered \"%s\", which was not asked."
                .formatted(body.kind().rfcName()));
    }

    private static Answer without(CmpMessage request, CmpMessage answer, StatusInfo status) {
        if (status.status() == PkiStatus.WAITING) {
            return new Answer.Waiting(USUAL_PAUSE, new Ticket(request, answer).octets());
        }
        Optional<FailureInfo> failure = status.failure();
        String words = "The CA that signs for this authority says: %s".formatted(status.words());
        String sentence = words.endsWith(".") ? words : words + ".";
        if (failure.filter(why -> why.isPassing() || OURS.contains(why)).isPresent()) {
            return new Answer.Away(
                    sentence, failure.filter(OUT_OF_STEP::contains).isPresent());
        }
        ProblemType type = failure.map(FailureInfo::problem).orElse(ProblemType.SERVER_INTERNAL);
        return new Answer.Refused(type.problem(sentence));
    }

    /** The CA is told whether its certificate is taken, unless it does not want to know (RFC 9483 §4.1.1). */
    private Answer judged(UpstreamAccess access, CmpMessage request, CmpMessage answer, Judge judge, Instant now)
            throws CmpException, IOException {
        byte[] certificate = ((CertificateResponse) answer.body()).certificate().orElseThrow();
        Verdict verdict = judge.judge(certificate, new AnswerCheck(access, now).known(answer));
        boolean tell = !answer.header().implicitConfirm();
        if (verdict instanceof Rejected rejected) {
            if (tell) {
                reject(access, request, answer, rejected, now);
            }
            return new Answer.Unsound(certificate, rejected.findings());
        }
        if (tell) {
            CmpBody said = confirm(
                    access, request, answer, CertificateConfirmation.accepting(certificate, requestId(request)), now);
            if (!isTaken(said)) {
                return new Answer.Away("The CA did not take the confirmation of its certificate, but answered \"%s\"."
                        .formatted(
                                said instanceof ErrorMessage error
                                        ? error.status().words()
                                        : said.kind().rfcName()));
            }
        }
        return new Answer.Issued(((Accepted) verdict).path());
    }

    /** Also if it was before, and the answer to that was lost. */
    private static boolean isTaken(CmpBody said) {
        return said instanceof Confirmed
                || (said instanceof ErrorMessage error
                        && error.status().failures().contains(FailureInfo.CERT_CONFIRMED));
    }

    /** Whatever it answers: that the certificate is not taken stands, and it is asked to revoke it besides. */
    private void reject(UpstreamAccess access, CmpMessage request, CmpMessage answer, Rejected why, Instant now) {
        byte[] certificate = ((CertificateResponse) answer.body()).certificate().orElseThrow();
        String sentence = Problem.printable(String.join("; ", why.findings()));
        try {
            CmpBody unused = confirm(
                    access,
                    request,
                    answer,
                    CertificateConfirmation.rejecting(certificate, requestId(request), sentence),
                    now);
        } catch (CmpException | IOException notTaken) {
            // the request to revoke it follows
        }
    }

    private CmpBody confirm(
            UpstreamAccess access, CmpMessage request, CmpMessage answer, CertificateConfirmation said, Instant now)
            throws CmpException, IOException {
        CmpHeader header = request.header().next(answer.header(), now);
        return asked(access, header, protection(access).protect(header, said), now)
                .body();
    }

    private static int requestId(CmpMessage request) {
        return request.body() instanceof CertificateRequest asked ? asked.requestId() : Pkcs10Request.REQUEST_ID;
    }

    private static Answer away(Exception nothing) {
        return new Answer.Away(
                nothing instanceof CmpException untrusted
                        ? "The CA's answer cannot be believed. %s".formatted(untrusted.sentence())
                        : "The CA could not be asked: %s."
                                .formatted(Problem.printable(String.valueOf(nothing.getMessage()))));
    }
}
