package org.bailiwick.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.MalformedOcspRequestException;
import org.bailiwick.ca.OcspCertificateId;
import org.bailiwick.ca.OcspRequest;
import org.bailiwick.ca.OcspRequests;
import org.bailiwick.ca.OcspResponder;
import org.bailiwick.ca.OcspResponder.Known;
import org.bailiwick.ca.OcspResponse;
import org.bailiwick.ca.OcspStatus;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.ocsp.SignedAnswer.Given;
import org.junit.jupiter.api.Test;

/** The answer to one question: signed as seldom as possible, and never older than what was read. */
class SignedAnswerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final OcspStatus REVOKED = new OcspStatus.Revoked(NOW, RevocationReason.SUPERSEDED);
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final OcspResponder RESPONDER = responder();

    private final SignedAnswer answer = new SignedAnswer();
    private final List<CompletableFuture<OcspResponse>> begun = new ArrayList<>();

    /** A stampede. */
    @Test
    void whoeverAsksAtOnceWaitsForOneSignature() {
        CompletableFuture<OcspResponse> first = ask(OcspStatus.GOOD, 1, NOW);
        CompletableFuture<OcspResponse> second = ask(OcspStatus.GOOD, 2, NOW);
        OcspResponse signed = signed(OcspStatus.GOOD, NOW);
        begun.get(0).complete(signed);
        assertThat(first).isCompletedWithValue(signed);
        assertThat(second).isCompletedWithValue(signed);
        assertThat(ask(OcspStatus.GOOD, 3, NOW.plusSeconds(60))).isCompletedWithValue(signed);
        assertThat(begun).hasSize(1);
    }

    @Test
    void whatWasReadLatelyNeedsNoReading() {
        assertThat(ask(OcspStatus.GOOD, 10, NOW)).isNotNull();
        assertThat(answer.readAfter(0, NOW)).isEmpty();
        OcspResponse signed = signed(OcspStatus.GOOD, NOW);
        begun.get(0).complete(signed);
        assertThat(answer.readAfter(9, NOW)).contains(signed);
        assertThat(answer.readAfter(10, NOW)).isEmpty();
        assertThat(ask(OcspStatus.GOOD, 20, NOW)).isNotNull();
        assertThat(answer.readAfter(19, NOW)).contains(signed);
        assertThat(answer.readAfter(19, NOW.plusSeconds(3541))).isEmpty();
    }

    @Test
    void anotherStatusIsNeverHidden() {
        assertThat(ask(OcspStatus.GOOD, 1, NOW)).isNotNull();
        // it is revoked while that is signed
        CompletableFuture<OcspResponse> revoked = ask(REVOKED, 2, NOW);
        assertThat(begun).hasSize(2);
        OcspResponse second = signed(REVOKED, NOW);
        begun.get(1).complete(second);
        assertThat(revoked).isCompletedWithValue(second);
        // what was read before comes late, and does not stay
        begun.get(0).complete(signed(OcspStatus.GOOD, NOW));
        assertThat(answer.readAfter(1, NOW)).contains(second);
        assertThat(ask(REVOKED, 3, NOW)).isCompletedWithValue(second);
    }

    @Test
    void anOldOneIsGivenWhileItIsSignedAnew() {
        assertThat(ask(OcspStatus.GOOD, 1, NOW)).isNotNull();
        OcspResponse old = signed(OcspStatus.GOOD, NOW);
        begun.get(0).complete(old);
        Instant later = NOW.plusSeconds(15 * 60 + 1);
        assertThat(ask(OcspStatus.GOOD, 2, later)).isCompletedWithValue(old);
        assertThat(ask(OcspStatus.GOOD, 3, later)).isCompletedWithValue(old);
        assertThat(begun).hasSize(2);
        OcspResponse fresh = signed(OcspStatus.GOOD, later);
        begun.get(1).complete(fresh);
        assertThat(ask(OcspStatus.GOOD, 4, later)).isCompletedWithValue(fresh);
    }

    @Test
    void whoGetsAnAnswerIsToldWhetherItWasKept() {
        assertThat(give(OcspStatus.GOOD, 1, NOW).kept()).isFalse();
        assertThat(give(OcspStatus.GOOD, 2, NOW).kept())
                .as("it is signed for both")
                .isFalse();
        begun.get(0).complete(signed(OcspStatus.GOOD, NOW));
        assertThat(give(OcspStatus.GOOD, 3, NOW).kept()).isTrue();
        assertThat(give(OcspStatus.GOOD, 4, NOW.plusSeconds(15 * 60 + 1)).kept())
                .as("while the next one is signed")
                .isTrue();
        assertThat(give(REVOKED, 5, NOW).kept()).isFalse();
    }

    /** ABUSE H1: kept answers go on as long as they are good, and only while they are right. */
    @Test
    void aTokenThatIsAwayHindersOnlyWhatIsNotKept() {
        assertThat(ask(OcspStatus.GOOD, 1, NOW)).isNotNull();
        OcspResponse old = signed(OcspStatus.GOOD, NOW);
        begun.get(0).complete(old);
        Instant later = NOW.plusSeconds(50 * 60);
        for (int i = 1; i < 4; i++) {
            assertThat(ask(OcspStatus.GOOD, i + 1L, later)).isCompletedWithValue(old);
            begun.get(i).completeExceptionally(new TokenUnavailable("away", "wait", null, null));
        }
        CompletableFuture<OcspResponse> revoked = ask(REVOKED, 9, later);
        begun.get(4).completeExceptionally(new TokenUnavailable("away", "wait", null, null));
        assertThat(revoked).isCompletedExceptionally();
        CompletableFuture<OcspResponse> over = ask(OcspStatus.GOOD, 10, NOW.plusSeconds(59 * 60));
        begun.get(5).completeExceptionally(new TokenUnavailable("away", "wait", null, null));
        assertThat(over).isCompletedExceptionally();
        // the next who asks tries again
        assertThat(ask(OcspStatus.GOOD, 11, NOW.plusSeconds(59 * 60))).isNotNull();
        assertThat(begun).hasSize(7);
    }

    private CompletableFuture<OcspResponse> ask(OcspStatus status, long readAt, Instant now) {
        return give(status, readAt, now).response();
    }

    private Given give(OcspStatus status, long readAt, Instant now) {
        return answer.telling(status, readAt, now, () -> {
            CompletableFuture<OcspResponse> signing = new CompletableFuture<>();
            begun.add(signing);
            return signing;
        });
    }

    private static OcspResponse signed(OcspStatus status, Instant now) {
        return RESPONDER.answer(List.of(new Known(id(), status)), Optional.empty(), now, Signatures.LIFE);
    }

    private static OcspCertificateId id() {
        try {
            return OcspRequest.parse(OcspRequests.about(AUTHORITY.chain().first(), SerialNumber.random())
                            .der())
                    .certificates()
                    .get(0);
        } catch (MalformedOcspRequestException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static OcspResponder responder() {
        SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CertificateIssuer issuer = AUTHORITY.issuer();
        X509Certificate own = AUTHORITY.chain().first();
        return new OcspResponder(
                own,
                issuer.issue(issuer.prepareResponder(key.publicKey(), SerialNumber.random(), NOW))
                        .der(),
                key);
    }
}
