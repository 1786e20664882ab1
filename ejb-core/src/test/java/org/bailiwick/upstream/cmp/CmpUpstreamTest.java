package org.bailiwick.upstream.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TrustAnchors;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateConfirmation;
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
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.RevocationResponse;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.cmp.StatusInfo;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.upstream.Answer;
import org.bailiwick.upstream.Ask;
import org.bailiwick.upstream.Judge;
import org.bailiwick.upstream.UpstreamAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is believed of a CA's answers, and what is made of them. */
class CmpUpstreamTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final URI URL = URI.create("http://ca.corp/cmp/internal/plant");
    private static final byte[] SECRET = "the secret that the CA gave".getBytes(StandardCharsets.US_ASCII);
    private static final OtherCa CA = new OtherCa();
    private static final OtherCa STRANGER = new OtherCa();
    private static final TrustAnchors ANCHORS = TrustAnchors.parse(CA.chain().rootPem());
    private static final OtherCa.Request CLIENT = OtherCa.request("host.corp");
    private static final byte[] CERTIFICATE = CA.issue(CLIENT, NOW, "host.corp");
    private static final OtherCa.Request OURS = OtherCa.request("ra.corp");
    private static final UpstreamAccess ACCESS =
            new UpstreamAccess(URL, ANCHORS, new UpstreamAccess.Certified(chain(CA, OURS, "ra.corp"), signer(OURS)));

    private static final Ask ASK =
            new Ask.Certification(new UUID(1, 2), CLIENT.csr(), "tlsserver", "{\"order\":\"1\"}");

    private final Deque<Reply> replies = new ArrayDeque<>();
    private final List<CmpMessage> asked = new ArrayList<>();
    private final CmpUpstream upstream = Injected.into(new CmpUpstream(), new CmpTransfer() {
        @Override
        byte[] exchange(URI url, TrustAnchors anchors, byte[] message) throws IOException {
            try {
                CmpMessage request = CmpMessage.parseRequest(message);
                asked.add(request);
                return replies.remove().to(request);
            } catch (CmpException ours) {
                throw new IllegalStateException(ours);
            }
        }
    });

    /** What the CA answers. */
    @FunctionalInterface
    interface Reply {
        byte[] to(CmpMessage request) throws IOException;
    }

    /** It is what was asked for. */
    private static final Judge TAKE =
            (certificate, others) -> new Judge.Accepted(ANCHORS.pathFrom(certificate, others, NOW));

    private static CertificateChain chain(OtherCa ca, OtherCa.Request request, String name) {
        return CertificateChain.ofDer(List.of(
                ca.issue(request, NOW, name), ca.chain().firstDer(), ca.chain().rootDer()));
    }

    private static SoftwareSigner signer(OtherCa.Request request) {
        return new SoftwareSigner(request.key(), SignatureScheme.ECDSA_P256_SHA256);
    }

    private static SignatureProtection protection(OtherCa ca) {
        return new SignatureProtection(ca.chain().certificates(), ca.signer());
    }

    private static Reply signed(CmpBody body) {
        return request -> protection(CA).protect(request.header().answer(NOW), body);
    }

    private static CmpBody issued() {
        return CertificateResponse.issued(BodyKind.P10CR, Pkcs10Request.REQUEST_ID, CERTIFICATE);
    }

    private static Reply waived() {
        return request -> protection(CA).protect(request.header().answer(NOW).withImplicitConfirm(), issued());
    }

    private Answer ask(Judge judge, Reply... next) {
        replies.addAll(List.of(next));
        return upstream.send(ACCESS, upstream.write(ACCESS, ASK, NOW), judge, NOW);
    }

    @Test
    void theClientsRequestIsRelayedOctetForOctetWithItsOrderAndEvidence() {
        Answer answer = ask(TAKE, waived());
        assertThat(answer).isInstanceOfSatisfying(Answer.Issued.class, issued -> assertThat(
                        issued.path().firstDer())
                .isEqualTo(CERTIFICATE));
        CmpMessage request = asked.get(0);
        assertThat(request.body()).isInstanceOfSatisfying(Pkcs10Request.class, p10 -> assertThat(p10.csr())
                .isEqualTo(CLIENT.csr()));
        assertThat(request.header().orderId()).contains(new UUID(1, 2));
        assertThat(request.header().evidence()).contains("{\"order\":\"1\"}");
        assertThat(request.header().profile()).contains("tlsserver");
        assertThat(request.header().implicitConfirm()).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aCaThatWantsAConfirmationGetsOne() {
        assertThat(ask(TAKE, signed(issued()), signed(new Confirmed()))).isInstanceOf(Answer.Issued.class);
        assertThat(asked.get(1).body()).isInstanceOfSatisfying(CertificateConfirmation.class, said -> {
            assertThat(said.isOf(CERTIFICATE)).isTrue();
            assertThat(said.status().isGranted()).isTrue();
        });
        assertThat(asked.get(1).header().transactionId())
                .isEqualTo(asked.get(0).header().transactionId());
    }

    /** The same request once more, which the CA answers as before; and then the certificate is confirmed. */
    @Test
    void withoutThatTheCertificateIsNotTakenYet() {
        Reply lost = request -> {
            throw new IOException("nobody is there");
        };
        assertThat(ask(TAKE, signed(issued()), lost)).isInstanceOf(Answer.Away.class);
        Reply refused =
                signed(new ErrorMessage(StatusInfo.rejection(FailureInfo.BAD_CERT_ID, "Which one?"), List.of()));
        assertThat(ask(TAKE, signed(issued()), refused))
                .isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.reason())
                        .contains("confirmation", "badCertId", "Which one?"));
    }

    @Test
    void aCertificateThatIsNotTakenIsRejectedThere() {
        Answer answer = ask(
                (certificate, others) -> new Judge.Rejected(List.of("it is a CA's")),
                signed(issued()),
                signed(new Confirmed()));
        assertThat(answer).isInstanceOfSatisfying(Answer.Unsound.class, unsound -> {
            assertThat(unsound.certificate()).isEqualTo(CERTIFICATE);
            assertThat(unsound.findings()).containsExactly("it is a CA's");
        });
        assertThat(asked.get(1).body()).isInstanceOfSatisfying(CertificateConfirmation.class, said -> assertThat(
                        said.status().isGranted())
                .isFalse());
    }

    /** A CA signs its answers and may give anything for a certificate. */
    @Test
    void whatIsNoCertificateIsRejectedThereAsWell() {
        byte[] aNumberInASequence = {0x30, 0x03, 0x02, 0x01, 0x05};
        Answer answer = ask(
                (certificate, others) -> new Judge.Rejected(List.of("it is no certificate")),
                signed(CertificateResponse.issued(BodyKind.P10CR, Pkcs10Request.REQUEST_ID, aNumberInASequence)),
                signed(new Confirmed()));
        assertThat(answer).isInstanceOfSatisfying(Answer.Unsound.class, unsound -> assertThat(unsound.certificate())
                .isEqualTo(aNumberInASequence));
        assertThat(asked.get(1).body())
                .isInstanceOfSatisfying(CertificateConfirmation.class, said -> assertThat(said.isOf(aNumberInASequence))
                        .isTrue());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whatIsNotTheCasIsAsGoodAsNoAnswer(String what, Reply reply) {
        assertThat(ask(TAKE, reply)).as(what).isInstanceOf(Answer.Away.class);
    }

    static Stream<Arguments> whatIsNotTheCasIsAsGoodAsNoAnswer() {
        ErrorMessage error =
                new ErrorMessage(StatusInfo.rejection(FailureInfo.BAD_CERT_TEMPLATE, "I do not want this."), List.of());
        OtherCa.Request host = OtherCa.request("bank.corp");
        return Stream.of(
                reply("nothing", request -> {
                    throw new IOException("connection refused");
                }),
                reply("garbage", request -> new byte[] {1, 2, 3}),
                reply("no octet", request -> new byte[0]),
                reply("the request itself", CmpMessage::der),
                reply(
                        "an error that nobody protects",
                        request -> CmpMessage.unprotected(request.header().answer(NOW), error)),
                reply("signed by another CA", request -> protection(STRANGER)
                        .protect(request.header().answer(NOW), issued())),
                reply("signed by a holder of a certificate", request -> new SignatureProtection(
                                chain(CA, host, "bank.corp").certificates(), signer(host))
                        .protect(request.header().answer(NOW), issued())),
                reply("protected by a secret", request -> MacProtection.passwordBased(SECRET, Optional.empty())
                        .protect(request.header().answer(NOW), issued())),
                reply("of another transaction", request -> protection(CA)
                        .protect(CmpHeader.request(new X500Principal(""), NOW).answer(NOW), issued())),
                reply("of ten minutes ago", request -> protection(CA)
                        .protect(request.header().answer(NOW.minus(Duration.ofMinutes(10))), issued())),
                reply("of an hour to come", request -> protection(CA)
                        .protect(request.header().answer(NOW.plus(Duration.ofHours(1))), issued())),
                reply("altered", request -> altered(waived().to(request))),
                reply("the answer to another question", signed(new RevocationResponse(StatusInfo.ACCEPTED))));
    }

    /** A CA of ours says so that an RA is suspended. */
    @Test
    void whatAnUnsignedErrorSaysIsNotBelievedButTold() {
        ErrorMessage error =
                new ErrorMessage(StatusInfo.rejection(FailureInfo.NOT_AUTHORIZED, "It is suspended."), List.of());
        Answer answer =
                ask(TAKE, request -> CmpMessage.unprotected(request.header().answer(NOW), error));
        assertThat(answer).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.reason())
                .contains("not signed", "notAuthorized", "It is suspended."));
    }

    /** Polled once more where the CA has gone on, it would say the same for ever. */
    @ParameterizedTest
    @CsvSource({"BAD_RECIPIENT_NONCE, true", "TRANSACTION_ID_IN_USE, true", "SYSTEM_UNAVAIL, false"})
    void aTransactionThatCannotGoOnIsOver(FailureInfo failure, boolean over) {
        ErrorMessage error = new ErrorMessage(StatusInfo.rejection(failure, "Not this."), List.of());
        assertThat(ask(TAKE, signed(error))).isInstanceOfSatisfying(Answer.Away.class, away -> assertThat(away.over())
                .isEqualTo(over));
    }

    private static Arguments reply(String what, Reply reply) {
        return Arguments.of(what, reply);
    }

    /** Within the certificate. */
    private static byte[] altered(byte[] message) {
        byte[] name = "host.corp".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < message.length - name.length; i++) {
            if (Arrays.equals(message, i, i + name.length, name, 0, name.length)) {
                message[i] = 'm';
                return message;
            }
        }
        throw new IllegalStateException("there is no such name");
    }

    @Test
    void aRefusalIsToldAsAcmeHasIt() {
        Answer answer = ask(
                TAKE,
                signed(CertificateResponse.without(
                        BodyKind.P10CR,
                        Pkcs10Request.REQUEST_ID,
                        StatusInfo.rejection(FailureInfo.UNACCEPTED_POLICY, "Not here."))));
        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
            assertThat(refused.problem().detail()).contains("unacceptedPolicy", "Not here.");
        });
    }

    @ParameterizedTest
    @MethodSource
    void whatPassesOrIsBetweenTheTwoOfUsEndsNoOrder(FailureInfo failure) {
        ErrorMessage error = new ErrorMessage(StatusInfo.rejection(failure, "Not now."), List.of());
        assertThat(ask(TAKE, signed(error))).isInstanceOf(Answer.Away.class);
    }

    static Stream<FailureInfo> whatPassesOrIsBetweenTheTwoOfUsEndsNoOrder() {
        return Stream.of(
                FailureInfo.SYSTEM_UNAVAIL,
                FailureInfo.BAD_TIME,
                FailureInfo.SIGNER_NOT_TRUSTED,
                FailureInfo.BAD_MESSAGE_CHECK);
    }

    @Test
    void whatTakesLongerIsAskedForAgain() {
        Answer first = ask(
                TAKE,
                signed(CertificateResponse.without(BodyKind.P10CR, Pkcs10Request.REQUEST_ID, StatusInfo.waiting())));
        byte[] ticket = ((Answer.Waiting) first).ticket();
        replies.add(signed(new PollResponse(Pkcs10Request.REQUEST_ID, Duration.ofSeconds(30))));
        Answer second = upstream.askAgain(ACCESS, ticket, TAKE, NOW);
        assertThat(second).isInstanceOfSatisfying(Answer.Waiting.class, waiting -> assertThat(waiting.pause())
                .isEqualTo(Duration.ofSeconds(30)));
        replies.add(waived());
        assertThat(upstream.askAgain(ACCESS, ((Answer.Waiting) second).ticket(), TAKE, NOW))
                .isInstanceOf(Answer.Issued.class);
        assertThat(asked)
                .extracting(message -> message.body().kind())
                .containsExactly(BodyKind.P10CR, BodyKind.POLL_REQ, BodyKind.POLL_REQ);
    }

    @Test
    void aRevocationIsDoneIfItIsNowOrWasBefore() {
        Ask revocation = new Ask.Revocation(CERTIFICATE, RevocationReason.KEY_COMPROMISE);
        for (StatusInfo status : List.of(
                StatusInfo.ACCEPTED,
                new StatusInfo(PkiStatus.REJECTION, List.of(), Set.of(FailureInfo.CERT_REVOKED)))) {
            replies.add(signed(new RevocationResponse(status)));
            byte[] written = upstream.write(ACCESS, revocation, NOW);
            assertThat(upstream.send(ACCESS, written, Judge.NONE, NOW)).isInstanceOf(Answer.Revoked.class);
        }
        replies.add(signed(new RevocationResponse(StatusInfo.rejection(FailureInfo.BAD_CERT_ID, "Whose is it?"))));
        assertThat(upstream.send(ACCESS, upstream.write(ACCESS, revocation, NOW), Judge.NONE, NOW))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void anEnrolmentIsAskedForAndAnsweredByTheSecret() {
        UpstreamAccess bySecret = new UpstreamAccess(URL, ANCHORS, new UpstreamAccess.Secret(SECRET));
        byte[] certificate = CA.issue(OURS, NOW, "ra.corp");
        Reply right = request -> {
            int id = ((CertificateRequest) request.body()).requestId();
            return MacProtection.answering(request, SECRET)
                    .protect(
                            request.header().answer(NOW).withImplicitConfirm(),
                            CertificateResponse.issued(BodyKind.IR, id, certificate),
                            CA.others());
        };
        Reply wrong = request -> {
            int id = ((CertificateRequest) request.body()).requestId();
            return MacProtection.passwordBased(new byte[] {1, 2, 3}, Optional.empty())
                    .protect(
                            request.header().answer(NOW).withImplicitConfirm(),
                            CertificateResponse.issued(BodyKind.IR, id, certificate),
                            CA.others());
        };
        Ask enrolment = new Ask.Enrolment(new X500Principal("CN=RA plant"), signer(OURS));
        byte[] written = upstream.write(bySecret, enrolment, NOW);
        replies.add(wrong);
        assertThat(upstream.send(bySecret, written, TAKE, NOW)).isInstanceOf(Answer.Away.class);
        replies.add(right);
        assertThat(upstream.send(bySecret, written, TAKE, NOW)).isInstanceOf(Answer.Issued.class);
        assertThat(asked.get(0).der()).isEqualTo(asked.get(1).der());
    }

    @Test
    void aRenewalNamesTheCertificateThatItReplaces() {
        OtherCa.Request next = OtherCa.request("ra.corp");
        byte[] certificate = CA.issue(next, NOW, "ra.corp");
        replies.add(request -> protection(CA)
                .protect(
                        request.header().answer(NOW).withImplicitConfirm(),
                        CertificateResponse.issued(
                                BodyKind.KUR, ((CertificateRequest) request.body()).requestId(), certificate)));
        byte[] written = upstream.write(ACCESS, new Ask.Renewal(signer(next)), NOW);
        assertThat(upstream.send(ACCESS, written, TAKE, NOW)).isInstanceOf(Answer.Issued.class);
        X509Certificate old =
                ((UpstreamAccess.Certified) ACCESS.credential()).chain().first();
        assertThat(asked.get(0).body()).isInstanceOfSatisfying(CertificateRequest.class, request -> assertThat(
                        request.oldCertificate().orElseThrow().serial())
                .isEqualTo(old.getSerialNumber()));
    }
}
