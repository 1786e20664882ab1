package org.bailiwick.ra.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bailiwick.ra.exchange.CmpScene.AUTHORITY;
import static org.bailiwick.ra.exchange.CmpScene.NOW;
import static org.bailiwick.ra.exchange.CmpScene.certificate;
import static org.bailiwick.ra.exchange.CmpScene.failure;
import static org.bailiwick.ra.exchange.CmpScene.header;
import static org.bailiwick.ra.exchange.CmpScene.read;
import static org.bailiwick.ra.exchange.CmpScene.request;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.cmp.BodyKind;
import org.bailiwick.cmp.CertificateConfirmation;
import org.bailiwick.cmp.CertificateRequest;
import org.bailiwick.cmp.CertificateResponse;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpHeader;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.cmp.FailureInfo;
import org.bailiwick.cmp.MacProtection;
import org.bailiwick.cmp.PkiStatus;
import org.bailiwick.cmp.PollRequest;
import org.bailiwick.cmp.PollResponse;
import org.bailiwick.cmp.Protection;
import org.bailiwick.cmp.SignatureProtection;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole transactions on both databases. */
class CmpServiceTest {

    @ParameterizedTest
    @EnumSource
    void anEnrolmentIsConfirmedByTheSecretAndThenTheCertificateSigns(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        CmpHeader header = header();
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        CmpMessage ip = scene.send(header, ir, scene.secret());
        assertThat(ip.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.MAC);
        MacProtection.verify(ip, scene.secretOctets());
        assertThat(ip.header().confirmWaitTime()).contains(NOW.plusSeconds(3600));
        byte[] own = certificate(ip);

        CmpMessage conf = scene.send(
                header.next(ip.header(), NOW), CertificateConfirmation.accepting(own, ir.requestId()), scene.secret());

        assertThat(conf.body().kind()).isEqualTo(BodyKind.PKICONF);
        CmpMessage cp = scene.send(header(), request("host.corp"), scene.signature(own));
        SignatureProtection.verify(cp, AUTHORITY.chain().first());
        assertThat(read(certificate(cp)).getSubjectX500Principal().getName()).isEqualTo("CN=host.corp");
        assertThat(failure(scene.send(header(), ir, scene.secret()))).isEqualTo(FailureInfo.NOT_AUTHORIZED);
        assertThat(failure(scene.send(header(), request("host.corp"), scene.secret())))
                .as("the secret is for enrolment alone")
                .isEqualTo(FailureInfo.WRONG_INTEGRITY);
    }

    /** The token is away: the registration authority waits, polls, and gets what it asked for. */
    @ParameterizedTest
    @EnumSource
    void whatIsNotReadyIsPolledFor(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        scene.issuance.away = true;
        CmpHeader header = header();
        CmpMessage waiting = scene.send(header, request("host.corp"), scene.signature(own));
        assertThat(((CertificateResponse) waiting.body()).status().status()).isEqualTo(PkiStatus.WAITING);
        CmpHeader poll = header.next(waiting.header(), NOW);
        CmpMessage notYet = scene.send(poll, new PollRequest(-1), scene.signature(own));
        assertThat(notYet.body()).isInstanceOfSatisfying(PollResponse.class, told -> assertThat(told.checkAfter())
                .isPositive());

        scene.issuance.complete();

        CmpMessage there = scene.send(header.next(notYet.header(), NOW), new PollRequest(-1), scene.signature(own));
        assertThat(there.body().kind()).isEqualTo(BodyKind.CP);
        assertThat(read(certificate(there)).getSubjectX500Principal().getName()).isEqualTo("CN=host.corp");
    }

    @ParameterizedTest
    @EnumSource
    void theSameMessageIsAnsweredAlikeAndAnotherOfItsTransactionIsRefused(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        byte[] message = scene.signature(own).protect(header, request("host.corp"));
        byte[] answer = scene.answer(message);
        assertThat(scene.answer(message)).isEqualTo(answer);
        assertThat(failure(scene.send(header, request("other.corp"), scene.signature(own))))
                .isEqualTo(FailureInfo.TRANSACTION_ID_IN_USE);
        assertThat(scene.issuance.asked).as("enrolment, and one more").hasSize(2);
    }

    /** RFC 9483 §3.5: each message of a transaction repeats the nonce of the one before. */
    @ParameterizedTest
    @EnumSource
    void aConfirmationBelongsToItsAnswerAndMayReject(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        CmpMessage cp = scene.send(header, request("host.corp"), scene.signature(own));
        byte[] issued = certificate(cp);
        CmpHeader other = scene.send(header(), request("other.corp"), scene.signature(own))
                .header();
        assertThat(failure(scene.send(
                        header.next(other, NOW), CertificateConfirmation.accepting(issued, -1), scene.signature(own))))
                .isEqualTo(FailureInfo.BAD_RECIPIENT_NONCE);
        CmpHeader next = header.next(cp.header(), NOW);
        CmpMessage wrong = scene.send(next, CertificateConfirmation.accepting(own, -1), scene.signature(own));
        assertThat(failure(wrong)).isEqualTo(FailureInfo.BAD_CERT_ID);

        CmpMessage conf = scene.send(
                header.next(wrong.header(), NOW),
                CertificateConfirmation.rejecting(issued, -1, "not mine"),
                scene.signature(own));

        assertThat(conf.body().kind()).isEqualTo(BodyKind.PKICONF);
        assertThat(scene.revocation.revoked).containsExactly("rejected");
    }

    /** Who confirms too late must not believe that the certificate is good (RFC 9810 §5.3.18). */
    @ParameterizedTest
    @EnumSource
    void aConfirmationThatComesAfterTheRevocationIsRefused(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        CmpHeader header = header();
        CmpMessage cp = scene.send(header, request("host.corp"), scene.signature(own));
        byte[] issued = certificate(cp);
        scene.revoked(issued);

        CmpMessage accepted = scene.send(
                header.next(cp.header(), NOW), CertificateConfirmation.accepting(issued, -1), scene.signature(own));

        assertThat(failure(accepted)).isEqualTo(FailureInfo.CERT_REVOKED);
        CmpMessage rejected = scene.send(
                header.next(accepted.header(), NOW),
                CertificateConfirmation.rejecting(issued, -1, "not mine"),
                scene.signature(own));
        assertThat(rejected.body().kind()).as("it is what was wanted").isEqualTo(BodyKind.PKICONF);
    }

    /** M8: nothing is signed for a stranger, and nothing is kept of him but a line for the auditor. */
    @ParameterizedTest
    @EnumSource
    void aStrangerIsAnsweredWithoutProtection(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        CmpMessage unsigned = scene.send(
                header(),
                ir,
                MacProtection.passwordBased("guess".getBytes(StandardCharsets.US_ASCII), Optional.empty()));
        assertThat(unsigned.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        scene.change(branch -> branch.suspend(NOW));
        assertThat(failure(scene.send(header(), request("host.corp"), scene.signature(own))))
                .isEqualTo(FailureInfo.NOT_AUTHORIZED);
        assertThat(scene.refusals.told).hasSize(2).allMatch(told -> told.contains("/cmp/"));
        assertThat(scene.service.answer("nobody", "nobody", new byte[0], "192.0.2.1"))
                .isEmpty();
        assertThatExceptionOfType(CmpException.class).isThrownBy(() -> scene.answer(new byte[] {0x30, 0}));
        assertThat(scene.issuance.asked).hasSize(1);
    }

    /** What a MAC costs is chosen by who sends it. */
    @ParameterizedTest
    @EnumSource
    void whoGuessesTooOftenIsNotHeardAnyMore(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        CertificateRequest ir = CertificateRequest.initial(new X500Principal("CN=x"), scene.key);
        Protection guess = MacProtection.passwordBased("guess".getBytes(StandardCharsets.US_ASCII), Optional.empty());
        assertThat(failure(scene.send(header(), ir, guess))).isEqualTo(FailureInfo.BAD_MESSAGE_CHECK);
        assertThat(failure(scene.send(header(), ir, guess))).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(failure(scene.send(header(), ir, scene.secret()))).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(scene.issuance.asked).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsRefusedSaysWhyAndIsTold(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        CmpMessage refused = scene.send(header(), request("host.example"), scene.signature(own));
        assertThat(((CertificateResponse) refused.body()).status())
                .satisfies(status -> assertThat(status.failures()).containsExactly(FailureInfo.UNACCEPTED_POLICY))
                .satisfies(status -> assertThat(status.text().toString()).contains("host.example"));
        SignatureProtection.verify(refused, AUTHORITY.chain().first());
        assertThat(scene.refusals.told).singleElement().asString().contains("p10cr", "unacceptedPolicy", "decidedBy");
        CmpMessage stale = scene.send(
                CmpHeader.request(new X500Principal(""), NOW.minusSeconds(3600)),
                request("host.corp"),
                scene.signature(own));
        assertThat(failure(stale)).isEqualTo(FailureInfo.BAD_TIME);
    }

    /** Whoever has seen an old message can send it as often as he likes. */
    @ParameterizedTest
    @EnumSource
    void anOldMessageThatIsSentAgainAndAgainCostsOneSignature(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        scene.change(branch -> branch.limit(Optional.of(2)));
        byte[] old = scene.signature(own)
                .protect(CmpHeader.request(new X500Principal(""), NOW.minusSeconds(3600)), request("host.corp"));
        byte[] answer = scene.answer(old);
        assertThat(failure(CmpMessage.parseResponse(answer))).isEqualTo(FailureInfo.BAD_TIME);
        assertThat(scene.answer(old)).isEqualTo(answer);
        CmpMessage next = scene.send(header(), request("host.corp"), scene.signature(own));
        assertThat(next.body().kind())
                .as("it is not counted as one that its sender has begun")
                .isEqualTo(BodyKind.CP);
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksTooOftenIsAnsweredWithoutASignature(TestDatabase database) throws CmpException {
        CmpScene scene = CmpScene.of(database);
        byte[] own = scene.enrolled();
        scene.change(branch -> branch.limit(Optional.of(2)));
        CmpHeader header = header();
        CmpMessage last = scene.send(header, request("host.corp"), scene.signature(own));
        CmpMessage refused = scene.send(header(), request("other.corp"), scene.signature(own));
        assertThat(failure(refused)).isEqualTo(FailureInfo.SYSTEM_UNAVAIL);
        assertThat(refused.protectedBy()).isEqualTo(CmpMessage.ProtectedBy.NOTHING);
        assertThat(scene.refusals.told).singleElement().asString().contains("systemUnavail");
        assertThat(scene.issuance.asked).hasSize(2);
        CmpMessage conf = scene.send(
                header.next(last.header(), NOW),
                CertificateConfirmation.accepting(certificate(last), -1),
                scene.signature(own));
        assertThat(conf.body().kind()).as("what was begun goes on to its end").isEqualTo(BodyKind.PKICONF);
    }
}
